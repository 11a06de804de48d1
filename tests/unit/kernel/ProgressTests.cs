using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Tests;

public sealed class ProgressTests() : EngineTest(ownSession: false)
{
    [Fact]
    public void Progress_KnownCount_IsOneOutputThatEndsFull()
    {
        var outputs = Ok("var sum = 0; foreach (var i in Enumerable.Range(1, 100000).ToList().Progress(\"orbits <all>\")) sum += i & 1; Console.Write(sum);");
        Assert.Equal("50000", outputs.Stdout);
        Assert.Equal("orbits <all> ░░░░░░░░░░░░░░░░░░░░ 0 of 100000", Text(Assert.Single(outputs.Displays)));
        Assert.StartsWith("orbits <all> ████████████████████ 100000", Last(outputs, 0));
        Assert.StartsWith("<div>orbits &lt;all&gt; <progress value=\"1\" max=\"1\"></progress> 100000", (string)outputs.Updates[^1].Data["text/html"]!);
        Assert.InRange(outputs.Updates.Count, 1, 200); // of 100000 steps
        Assert.All(outputs.Updates, u => Assert.Equal(outputs.DisplayIds[0], u.Id));
    }

    [Fact]
    public void Progress_UnknownCount_CountsAlone()
    {
        var outputs = Ok("IEnumerable<int> Some() { for (var i = 0; i < 7; i++) yield return i; } foreach (var i in Some().Progress(\"found\")) { } foreach (var i in Some().Progress(count: 14)) { if (i == 6) break; }");
        Assert.Equal("found 0", Text(outputs.Displays[0]));
        Assert.Contains("<progress></progress>", (string)outputs.Displays[0]["text/html"]!, StringComparison.Ordinal);
        Assert.StartsWith("found ████████████████████ 7", Last(outputs, 0));
        Assert.StartsWith("█████████░░░░░░░░░░░ stopped at 6 of 14", Last(outputs, 1));
    }

    [Fact]
    public void Progress_LeftByAnException_SaysWhere()
    {
        var (outcome, outputs) = Run("foreach (var i in new[] { 1, 2, 3, 4 }.Progress(\"tiles\")) if (i == 3) throw new FormatException();");
        Assert.Equal("FormatException", outcome.Error?.Name);
        Assert.StartsWith("tiles ██████████░░░░░░░░░░ stopped at 2 of 4", Last(outputs, 0));
    }

    [Fact]
    public void Progress_Interrupted_SaysWhere()
    {
        var outputs = new RecordingOutputs();
        var (error, _) = Interrupted("foreach (var i in new[] { 1, 2 }.Progress(\"tiles\")) { while (i == 2) { } }", 500, outputs);
        Assert.Equal("Interrupted", error);
        Assert.Contains("stopped at 1 of 2", Last(outputs, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_Nested_StandsBeneathForAsLongAsItRuns()
    {
        var outputs = Ok("foreach (var day in new[] { 1, 2 }.Progress(\"days\")) foreach (var hour in new[] { 6, 12, 18 }.Progress(\"hours\")) await Task.Delay(120);");
        Assert.Single(outputs.Displays);
        Assert.Contains(outputs.Updates, u => Text(u.Data).Split('\n') is [var outer, var inner] && outer.StartsWith("days", StringComparison.Ordinal) && inner.Contains("of 3", StringComparison.Ordinal));
        Assert.StartsWith("days ████████████████████ 2", Last(outputs, 0));
    }

    [Fact]
    public void Progress_Async_CountsWhatComes()
    {
        var outputs = Ok("async IAsyncEnumerable<int> Come() { for (var i = 0; i < 5; i++) { await Task.Delay(1); yield return i; } } await foreach (var i in Come().Progress(\"scenes\", 5)) { }");
        Assert.Equal("scenes ░░░░░░░░░░░░░░░░░░░░ 0 of 5", Text(outputs.Displays[0]));
        Assert.StartsWith("scenes ████████████████████ 5", Last(outputs, 0));
    }

    [Fact]
    public void Progress_OfNothing_IsFull() => Assert.StartsWith("████████████████████ 0", Last(Ok("foreach (var i in new int[0].Progress()) { }"), 0));

    private static string Text(JsonObject data) => (string)data["text/plain"]!;

    private static string Last(RecordingOutputs outputs, int display) => Text(outputs.Updates.Last(u => u.Id == outputs.DisplayIds[display]).Data);
}
