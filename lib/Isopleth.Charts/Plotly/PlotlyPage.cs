using System.Net;
using System.Text;

namespace Isopleth.Charts.Plotly;

/// <summary>A page of its own that shows a figure with plotly.js inside it; its content policy forbids every request.</summary>
internal static class PlotlyPage
{
    private static readonly Lazy<string> Script = new(() => Encoding.UTF8.GetString(EmbeddedPart.Read("plotly-cartesian.min.js")));

    public static string Write(Scene scene, byte[] figure)
    {
        var title = WebUtility.HtmlEncode(scene.Title.Length > 0 ? scene.Title : "Figure");
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
            <title>{{title}}</title>
            <style>body { margin: 0; background: #fff }</style>
            </head>
            <body>
            <div id="figure" role="img" aria-label="{{WebUtility.HtmlEncode(scene.Description)}}"></div>
            <script>{{Script.Value}}</script>
            <script>
            const figure = {{Encoding.UTF8.GetString(figure)}};
            Plotly.newPlot("figure", figure.data, figure.layout, figure.config);
            </script>
            </body>
            </html>

            """;
    }
}
