using System.Text.Json.Nodes;

namespace Isopleth.Tests.Protocol;

public sealed class HistoryTests
{
    [Theory]
    [InlineData("""{"hist_access_type":"tail","n":2}""", """[[1,3,"out b"],[1,4,"result c"]]""")]
    [InlineData("""{"hist_access_type":"tail","n":0}""", "[]")]
    [InlineData("""{"hist_access_type":"tail","n":2,"output":true}""", """[[1,3,["out b",null]],[1,4,["result c","c"]]]""")]
    [InlineData("""{"hist_access_type":"range","session":1,"start":2,"stop":4}""", """[[1,2,"out a"],[1,3,"out b"]]""")]
    [InlineData("""{"hist_access_type":"range","session":0,"start":4}""", """[[1,4,"result c"]]""")]
    [InlineData("""{"hist_access_type":"range","session":7,"start":1,"stop":9}""", "[]")]
    [InlineData("""{"hist_access_type":"range","session":-1,"start":1,"stop":9}""", "[]")]
    [InlineData("""{"hist_access_type":"search","pattern":"out*"}""", """[[1,1,"out a"],[1,2,"out a"],[1,3,"out b"]]""")]
    [InlineData("""{"hist_access_type":"search","pattern":"o?t a","unique":true}""", """[[1,2,"out a"]]""")]
    [InlineData("""{"hist_access_type":"search","pattern":"*","n":1}""", """[[1,4,"result c"]]""")]
    [InlineData("""{"hist_access_type":"search","pattern":"nothing"}""", "[]")]
    public async Task History_EachWayOfAsking_GivesItsCells(string query, string expected)
    {
        await using var kernel = await EchoKernel.StartAsync();
        foreach (var code in (string[])["out a", "out a", "out b", "result c"])
        {
            await kernel.RunAsync(code);
        }

        var reply = await kernel.Client.HistoryAsync(JsonNode.Parse(query)!.AsObject(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, reply["history"]!.ToJsonString());
    }
}
