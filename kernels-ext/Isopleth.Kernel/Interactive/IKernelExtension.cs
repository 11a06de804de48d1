namespace Microsoft.DotNet.Interactive;

/// <summary>An extension as .NET Interactive had it. A cell or a package can bring one; it registers formatters and shows values.</summary>
public interface IKernelExtension
{
    /// <summary>Called once.</summary>
    /// <param name="kernel">The session.</param>
    /// <returns>When it is ready.</returns>
    Task OnLoadAsync(Kernel kernel);
}
