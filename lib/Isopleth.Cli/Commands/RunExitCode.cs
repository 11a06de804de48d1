namespace Isopleth.Cli.Commands;

/// <summary>How <c>isopleth run</c> ends.</summary>
internal static class RunExitCode
{
    /// <summary>Every cell ran well.</summary>
    public const int Success = 0;

    /// <summary>A cell failed or ran out of time, also where errors were allowed.</summary>
    public const int CellFailed = 1;

    /// <summary>The command line, a parameter, the notebook or an output file is at fault.</summary>
    public const int Usage = 2;

    /// <summary>The kernel is not there, did not start, or died.</summary>
    public const int Kernel = 3;

    /// <summary>Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;
}
