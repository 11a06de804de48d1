namespace Isopleth.Kernel.Tests;

public sealed class ErrorTests() : EngineTest(ownSession: false)
{
    [Theory]
    [InlineData("static int Down(int n) => n < 2 ? n : Down(n - 1);\n#region two\n#endregion\nthrow new Exception();", 4)]
    [InlineData("int Down(int n) =>\n    n < 2 // end\n    ? n\n    : Down(n - 1)\n    ;\nDown(3);\nthrow new Exception();", 7)]
    [InlineData("#region a\nint Down(int n) => n < 2 ? n / (n - n) : Down(n - 1);\n#endregion\nDown(3)", 2)]
    [InlineData("double Fall(double n) =>\n    n < 2\n        // end\n        ? throw new Exception()\n        : Fall(n - 1);\nFall(3)", 2)]
    public void Throw_AfterAMethodInOneExpression_IsToldUnderItsLine(string code, int line) =>
        Assert.Contains($", line {line}", Fail(code).Traceback, StringComparison.Ordinal);

    [Theory]
    [InlineData("var n = 0;\n\n1 / n", 3)]
    [InlineData("var n = 0;\nfor (var i = 3; ; i--)\n{\n    n = 1 / i;\n}", 4)]
    [InlineData("var n = 0;\nif (n == 0)\n{\n    n = int.Parse(\n        \"x\");\n}\nn", 4)]
    [InlineData("await Task.Delay(1);\nvar n = 0; await Task.Yield();\n\nawait Task.FromResult(1 / n);", 4)]
    public void Throw_AtTheTopLevel_IsToldUnderItsLine(string code, int line)
    {
        var source = code.Split('\n')[line - 1];
        Assert.Contains($"Cell 1, line {line}\n      {source}", Fail(code).Traceback, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int Down(int n)\n{\n    if (n < 1)\n    {\n        return 0;\n    }\n\n    // on\n    return Down(n - 1) + (1 / (n / 3));\n}\nDown(3)", "Cell 1, line 9, in Down\n")]
    [InlineData("class A\n{\n    public int Down(int n)\n    {\n        if (n < 1) return 0;\n        return Down(n - 1) + (1 / (n / 3));\n    }\n}\nnew A().Down(3)", "Cell 1, line 6, in A.Down\n")]
    public void Throw_InASmallRecursion_IsToldUnderItsLineAndName(string code, string frame)
    {
        var traceback = Fail(code).Traceback;
        Assert.Contains(frame, traceback, StringComparison.Ordinal);
        Assert.DoesNotContain("__", traceback, StringComparison.Ordinal);
        Assert.All(traceback.Split('\n').Where(static l => l.Contains("in ", StringComparison.Ordinal)), l => Assert.Equal(frame.TrimEnd(), l.Trim()));
    }

    [Theory]
    [InlineData("var n = 0;\ntry { n = 1 / n; }\ncatch (Exception e) { Console.WriteLine(e.StackTrace); }", "Cell 2:line 2")]
    [InlineData("\nConsole.WriteLine(Environment.StackTrace);", "Cell 2:line 2")]
    [InlineData("Action fails = () =>\n    int.Parse(\"x\");\nConsole.WriteLine(Task.Run(fails).ContinueWith(t => t.Exception.ToString()).Result);", "Cell 2:line 2")]
    [InlineData("Console.WriteLine(TextOfFailure());", "Cell 1:line 3")]
    public void StackTrace_ThatACellPrints_HasTheCellsLines(string code, string line)
    {
        Ok("static string TextOfFailure()\n{\n    try { return int.Parse(\"x\").ToString(); }\n    catch (Exception e) { return e.ToString(); }\n}");
        Assert.Contains(line, Ok(code).Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var s = bounded[0] + bounded[1];\nvar t = bounded[at];\nvar u = bounded[2];", 2)]
    [InlineData("foreach (var q in new[] { 1, 2, 9 })\n{\n    var sum = 0;\n    sum += bounded[q];\n    Console.WriteLine(bounded[0]);\n}", 4)]
    [InlineData("if (bounded.Length > 1) { bounded[^1] = 1;\n   bounded[bounded.Length] = 2; }", 2)]
    [InlineData("var (p, q) = (bounded[0],\n    bounded[-1 + at + 1]);\nbounded[1] = 3;", 2)]
    [InlineData("var k = 0;\ndo { bounded[k++] = 1; } while (k < 10);\nbounded[0] = 1;", 2)]
    [InlineData("async Task<int> Later() { await Task.Yield();\n  return bounded[at]; }\nbounded[0] = 1;\nawait Later()", 2)]
    public void Execute_IndexOutOfBounds_IsToldWithItsLineWhereTheVariablesSayIt(string code, int line)
    {
        Ok("var bounded = new int[3];\nvar at = 7;");
        Assert.Contains($", line {line}", Fail(code).Traceback.Split('\n')[1]);
    }

    [Fact]
    public void Execute_IndexOutOfBounds_IsToldWithItsLineWhereOneLineHasAnIndex()
    {
        Assert.Contains("line 2\n      few[5] = 1;", Fail("int[] few = new int[2];\nfew[5] = 1;\nConsole.WriteLine();").Traceback);
        Assert.Contains("line 5\n          few[i] = 1;", Fail("var k = 2;\nfor (var i = 0; i < 9; i += k)\n{\n    // on\n    few[i] = 1;\n}").Traceback);
        Assert.Matches(@"\n  Cell \d+$", Fail("for (var i = 0; i < 9; i++) {\nfew[i] = 1;\nfew[i + 1] = 1; }").Traceback);
        Assert.Contains("line 1, in Set", Fail("void Set() { few[5] = 1; }\nSet();").Traceback);
    }

    [Fact]
    public void CompileError_ShowsCellLineSourceAndCaret()
    {
        Ok("1");
        var error = Fail("var x = 1;\nfor (int i = 0; i < 3; i++) { x += missing; }");
        Assert.Equal("CS0103", error.Name);
        Assert.Equal("""
            Cell 2, line 2, column 36: error CS0103: The name 'missing' does not exist in the current context
                for (int i = 0; i < 3; i++) { x += missing; }
                                                   ^^^^^^^
            """, error.Traceback);
    }

    [Theory]
    [InlineData("Console.WriteLin(1)", "WriteLine")]
    [InlineData("var plume = 1; plum + 1", "plume")]
    [InlineData("new List<int>().Frist()", "First")]
    [InlineData("new StringBilder()", "StringBuilder")]
    public void CompileError_NameNearAnother_SuggestsIt(string code, string meant) => Assert.Contains($"Did you mean '{meant}'?", Fail(code).Traceback);

    [Theory]
    [InlineData("Thread.Sleep(1);", "'using System.Threading;'")]
    [InlineData("Stopwatch w = null;", "'using System.Diagnostics;'")]
    [InlineData("new XElement(\"a\")", "'using System.Xml.Linq;'")]
    public void CompileError_TypeOfANamespaceNotImported_SaysWhatToAdd(string code, string line) => Assert.Contains($"There is such a type: add {line}", Fail(code).Traceback);

    [Theory]
    [InlineData("class A { int F( { } }")]
    [InlineData("var x = ;")]
    [InlineData("\"open")]
    public void CompileError_Syntax_HasNoCompilerInnards(string code)
    {
        var error = Fail(code);
        Assert.StartsWith("CS", error.Name);
        Assert.DoesNotContain("Submission", error.Traceback);
        Assert.DoesNotContain("CellInterrupt", error.Traceback);
    }

    [Fact]
    public void Throw_ShowsTheUsersFramesAlone()
    {
        Ok("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var error = Fail("var list = new List<int> { 1 };\nlist.Select(i => Divide(i, 0)).ToList()");
        Assert.Equal("DivideByZeroException", error.Name);
        Assert.Equal("""
            DivideByZeroException: Attempted to divide by zero.
              Cell 1, line 3, in Divide
                      return a / b;
              Cell 2, line 2, in a lambda
                  list.Select(i => Divide(i, 0)).ToList()
              Cell 2, line 2
                  list.Select(i => Divide(i, 0)).ToList()
            """, error.Traceback);
    }

    [Fact]
    public void Throw_AcrossAwait_NamesTheAsyncMethod()
    {
        var error = Fail("async Task Fetch()\n{\n    await Task.Delay(1);\n    throw new InvalidOperationException(\"no data\");\n}\nawait Fetch();");
        Assert.Contains("Cell 1, line 4, in Fetch", error.Traceback);
        Assert.Contains("Cell 1, line 6\n", error.Traceback);
    }

    [Fact]
    public void Throw_WithCauses_FoldsThem()
    {
        var error = Fail("try { int.Parse(\"x\"); } catch (Exception e) { throw new InvalidOperationException(\"outer\", e); }");
        Assert.Equal("outer", error.Value);
        Assert.Contains("caused by FormatException", error.Traceback);
    }

    [Fact]
    public void Throw_InParallel_IsUnwrapped() => Assert.Equal("DivideByZeroException", Fail("Task.Run(() => 1 / new Random(1).Next(0, 1)).Wait();").Name);

    [Fact]
    public void Throw_InAMemberOfAUsersType_NamesTheType() =>
        Assert.Contains("in Probe.Read", Fail("class Probe { public int Read() => int.Parse(\"bad\"); }\nnew Probe().Read()").Traceback);

    [Fact]
    public void Execute_SeveralFailuresAtOnce_TellsAllOfThem()
    {
        var error = Fail("Task.WaitAll(Task.Run(() => throw new InvalidOperationException(\"one\")), Task.Run(() => throw new FormatException(\"two\", new Exception(\"deep\"))));");
        Assert.Equal("AggregateException", error.Name);
        Assert.Contains("caused by InvalidOperationException: one", error.Traceback);
        Assert.Contains("caused by FormatException: two", error.Traceback);
        Assert.Contains("caused by Exception: deep", error.Traceback);
    }

    [Theory]
    [InlineData("class Mute { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew Mute()", "Mute <InvalidOperationException: no text>")]
    [InlineData("class Mute { public override string ToString() => throw new InvalidOperationException(\"no text\"); }\nnew object[] { 1, new Mute(), 2 }", "[1, Mute <InvalidOperationException: no text>, 2]")]
    [InlineData("IEnumerable<int> Short() { yield return 1; throw new InvalidOperationException(\"dry\"); }\nShort()", "[1, <InvalidOperationException: dry>]")]
    [InlineData("async IAsyncEnumerable<int> Later() { await Task.Yield(); yield return 1; }\nLater()", "<IAsyncEnumerable<int>; await foreach reads it>")]
    public void Execute_ValueThatFails_IsShownWithTheReason(string code, string text) => Assert.Equal(text, Value(code));
}
