using System.Runtime.ExceptionServices;

namespace Isopleth.Arrays;

/// <summary>Parallel loops whose first failure is thrown as it is, not wrapped.</summary>
internal static class InParallel
{
    public static void For(int count, Action<int> body)
    {
        if (count == 1)
        {
            body(0);
            return;
        }

        try
        {
            Parallel.For(0, count, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.GetBaseException() is AggregateException many ? many.InnerExceptions[0] : e.GetBaseException());
        }
    }
}
