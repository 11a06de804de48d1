// Namespaces that notebooks import by habit, as the examples of .NET Interactive did; what they call stands elsewhere, most of it in Microsoft.DotNet.Interactive.
namespace Microsoft.DotNet.Interactive.Connection
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Directives
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Documents
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Extensions
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.FSharp
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Http
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Jupyter
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Parsing
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.PowerShell
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Server
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.Utility
{
    internal static class Namespace;
}

namespace Microsoft.DotNet.Interactive.ValueSharing
{
    internal static class Namespace;
}
