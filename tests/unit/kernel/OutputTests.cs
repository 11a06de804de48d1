namespace Isopleth.Kernel.Tests;

public sealed class OutputTests() : EngineTest(ownSession: false)
{
    [Theory]
    [InlineData("image/png")]
    [InlineData("image/webp")]
    [InlineData("application/pdf")]
    public void Display_BytesInABinaryForm_AreThatInBase64(string mimeType)
    {
        var shown = Assert.Single(Ok($"new byte[] {{ 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7 }}.Display(\"{mimeType}\");").Displays);
        Assert.Equal("iVBORw0KGgoH", (string)shown[mimeType]!);
        Assert.Equal($"<{mimeType}, 9 bytes>", (string)shown["text/plain"]!);
    }

    [Fact]
    public void Display_Spans_AreShownAsTheirElements()
    {
        Assert.Equal("[1, 2]", (string?)Assert.Single(Ok("new[] { 1, 2 }.AsSpan().Display();").Displays)["text/plain"]);
        Assert.Equal("tna", (string?)Assert.Single(Ok("{ ReadOnlySpan<char> name = \"Etna\"; display(name[1..]); }").Displays)["text/plain"]);
        Assert.Equal("Etna", (string?)Assert.Single(Ok("\"Etna\".Display(); display(\"Etna\".Length > 3 ? null : \"\");").Displays.Take(1))["text/plain"]);
        Assert.Equal("[1]", (string?)Assert.Single(Ok("display(new[] { 1 });").Displays)["text/plain"]);
        Assert.Contains("write .Display() or .ToArray() behind it", Fail("new[] { 1, 2 }.AsSpan()").Traceback);
    }

    [Fact]
    public void Display_FieldsAndProperties_StandInTheOrderOfTheirDeclaration() => Assert.Equal(
        "Mixed { Base = 0, A = 1, B = 2, C = 3, Sum = 6 }",
        Value("class Under { public int Base { get; set; } }\nclass Mixed : Under { public int A { get; } = 1; public int Sum => A + B + C; public int B = 2; public int C { get; init; } = 3; }\nnew Mixed()"));

    [Fact]
    public void Console_BothStreams_KeepTheirOrder() =>
        Assert.Equal(["stdout:a\n", "stderr:b\n", "stdout:c\n", "display", "stdout:d\n"],
            Ok("Console.WriteLine(\"a\"); Console.Error.WriteLine(\"b\"); Console.WriteLine(\"c\"); display(1); Console.WriteLine(\"d\");").Order);

    [Fact]
    public void Console_OneLine_IsOneMessage() => Assert.Equal(["stdout:hello, world\n"], Ok("Console.Write(\"hello, \"); Console.WriteLine(\"world\");").Order);

    [Fact]
    public void Console_ManySmallWrites_BecomeFewMessages()
    {
        var outputs = Ok("for (int i = 0; i < 20000; i++) Console.WriteLine(i);");
        Assert.EndsWith("19999\n", outputs.Stdout);
        Assert.InRange(outputs.Order.Count, 1, 200);
    }

    [Fact]
    public async Task Console_LongCell_StreamsAsItGoes()
    {
        var outputs = new RecordingOutputs();
        var cell = Task.Run(() => Run("Console.Write(\"early\"); await Task.Delay(1500);", outputs));
        Assert.True(SpinWait.SpinUntil(() => outputs.Stdout == "early", 10_000));
        Assert.False(cell.IsCompleted);
        Engine.Interrupt();
        Assert.Equal("Interrupted", (await cell).Outcome.Error?.Name);
    }

    [Fact]
    public void Console_BackgroundWork_BelongsToTheCellThatBeganIt()
    {
        var first = Ok("var go = new TaskCompletionSource(); _ = Task.Run(async () => { await go.Task; Console.Write(\"from the first\"); }); ");
        var second = Ok("go.SetResult(); await Task.Delay(100); Console.Write(\"second\");");
        Assert.True(SpinWait.SpinUntil(() => first.Stdout == "from the first", 5000));
        Assert.Equal("second", second.Stdout);
    }

    [Fact]
    public void Console_UnawaitedAsyncMethod_GoesOnAfterItsCell()
    {
        var outputs = Ok("async Task Later() { await Task.Delay(50); Console.Write(\"later\"); } _ = Later();");
        Assert.True(SpinWait.SpinUntil(() => outputs.Stdout == "later", 5000));
    }

    [Fact]
    public void Console_AsyncVoidThrows_IsToldAndTheKernelLives()
    {
        var outputs = Ok("async void Bad() { await Task.Delay(10); throw new InvalidOperationException(\"stray\"); } Bad();");
        Assert.True(SpinWait.SpinUntil(() => outputs.Stderr.Contains("stray", StringComparison.Ordinal), 5000));
        Assert.Equal("1", Value("1"));
    }

    [Fact]
    public void ReadLine_AsksTheFrontEnd()
    {
        var outputs = new RecordingOutputs();
        outputs.Input.Enqueue("Etna");
        outputs.Input.Enqueue("3");
        outputs.Input.Enqueue("word");
        Run("var name = Console.ReadLine(); var n = int.Parse(Console.ReadLine()); var p = await GetPasswordAsync(\"key\"); Console.Write(name + n + p);", outputs);
        Assert.Equal("Etna3word", outputs.Stdout);
        Assert.Equal(["ask:", "ask:", "ask:key:secret"], outputs.Order.Take(3));
    }

    [Fact]
    public void Display_Update_ReplacesInPlace()
    {
        var outputs = Ok("var shown = display(\"first\"); shown.Update(\"second\");");
        var update = Assert.Single(outputs.Updates);
        Assert.Equal(Assert.Single(outputs.DisplayIds), update.Id);
        Assert.Equal("second", (string)update.Data["text/plain"]!);
    }

    [Fact]
    public void Display_MimeTypes_AreHonoured()
    {
        Assert.Equal("<b>x</b>", (string)Ok("HTML(\"<b>x</b>\").Display();").Displays[0]["text/html"]!);
        Assert.Equal("<i>y</i>", (string)Ok("display(\"<i>y</i>\", \"text/html\");").Displays[0]["text/html"]!);
        Assert.Equal("<svg/>", (string)Ok("\"<svg/>\".DisplayAs(\"image/svg+xml\");").Displays[0]["image/svg+xml"]!);
        Assert.Equal(1, (int)Ok("display(\"{\\\"a\\\":1}\", \"application/json\");").Displays[0]["application/json"]!["a"]!);
        Assert.StartsWith("iVBOR", (string)Ok("display(Convert.FromBase64String(\"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"));").Displays[0]["image/png"]!);
        Assert.Contains("no form in 'image/png'", Fail("display(1, \"image/png\");").Value);
    }

    [Fact]
    public void ClearOutput_ReachesTheFrontEnd() => Assert.Equal(["stdout:a", "clear", "stdout:b"], Ok("Console.Write(\"a\"); ClearOutput(wait: true); Console.Write(\"b\");").Order);

    [Fact]
    public void Page_BecomesPayload()
    {
        var (outcome, _) = Run("Page(\"long text\");");
        Assert.Equal("long text", (string)outcome.Payload[0]!["data"]!["text/plain"]!);
        var (help, _) = Run("Math.Sqrt?");
        Assert.Contains("Sqrt", (string)help.Payload[0]!["data"]!["text/plain"]!);
    }

    [Fact]
    public void Record_AnyValue_IsKeptAsJson()
    {
        var displays = Ok("Record(\"pixels\", 12); Record(\"sum\", double.NaN); Record(\"box\", new[] { 1.5, double.PositiveInfinity }); Record(\"none\", null);").Displays;
        Assert.Equal("""{"name":"pixels","value":12}""", displays[0]["application/vnd.isopleth.record+json"]!.ToJsonString());
        Assert.Equal("NaN", (string)displays[1]["application/vnd.isopleth.record+json"]!["value"]!);
        Assert.Equal("""[1.5,"Infinity"]""", displays[2]["application/vnd.isopleth.record+json"]!["value"]!.ToJsonString());
        Assert.Null(displays[3]["application/vnd.isopleth.record+json"]!["value"]);
        Assert.Equal("pixels = 12", (string)displays[0]["text/plain"]!);
        Assert.Equal("ArgumentException", Fail("Record(\" \", 1);").Name);
    }

    [Fact]
    public void Record_TupleEnumAndBigInteger_KeepTheirValues()
    {
        var displays = Ok("Record(\"pair\", (1, \"b\")); Record(\"day\", DayOfWeek.Friday); Record(\"big\", System.Numerics.BigInteger.Pow(10, 30));").Displays;
        Assert.Equal(["""{"Item1":1,"Item2":"b"}""", "\"Friday\"", "1000000000000000000000000000000"], displays.Select(d => d["application/vnd.isopleth.record+json"]!["value"]!.ToJsonString()));
    }

    [Fact]
    public void Record_WhatJsonCannotHold_SaysWhatItCan()
    {
        var error = Fail("Record(\"field\", new double[2, 2]);");
        Assert.Equal("ArgumentException", error.Name);
        Assert.Contains("'field' cannot be recorded: a double[,]", error.Value, StringComparison.Ordinal);
        Assert.Contains("Record numbers, text", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Display_AsTheTrailingExpression_IsShownOnce()
    {
        var outputs = Ok("display(3)");
        Assert.Single(outputs.Displays);
        Assert.Empty(outputs.Results);
    }

    [Fact]
    public void DisplayTable_OfRecords_IsPlainInPlainText()
    {
        var shown = Ok("new[] { new { Depth = 3 } }.DisplayTable();").Displays.Single();
        Assert.Contains("<table", (string)shown["text/html"]!, StringComparison.Ordinal);
        Assert.Equal("[{ Depth = 3 }]", (string)shown["text/plain"]!);
    }
}
