using Isopleth.Jupyter;

namespace Isopleth.Kernel.Tests;

public sealed class SessionTests() : EngineTest(ownSession: true)
{
    [Fact]
    public void Execute_TrailingExpression_IsTheResult()
    {
        Assert.Equal("2", Value("1 + 1"));
        Assert.Empty(Ok("var sum = 1 + 1;").Results);
        Assert.Empty(Ok("Console.WriteLine(1)").Results);
    }

    [Theory]
    [InlineData("return 5;", "5")]
    [InlineData("var n = 3;\nif (n > 2)\n{\n    return \"many\";\n}", "many")]
    [InlineData("return await Task.FromResult(7);", "7")]
    public void Execute_Return_IsTheResult(string code, string value) => Assert.Equal(value, Value(code));

    [Theory]
    [InlineData("if (true) return;")]
    [InlineData("int Five() { return 5; }\nvar five = Five();")]
    [InlineData("return null;")]
    public void Execute_ReturnOfNothing_ShowsNothing(string code) => Assert.Empty(Ok(code).Results);

    [Fact]
    public void Execute_NullExpression_IsShownAsNull() => Assert.Equal("<null>", Value("(string)null"));

    [Fact]
    public void Execute_SecondCell_SeesVariablesMethodsTypesAndUsings()
    {
        Ok("using System.Globalization;\nvar x = 40; int Twice(int n) => 2 * n; record Point(double X, double Y);");
        Assert.Equal("42", Value("x += 2; x"));
        Assert.Equal("84", Value("Twice(x)"));
        Assert.Equal("Point { X = 1, Y = 2 }", Value("new Point(1, 2)"));
        Assert.Equal("1.5", Value("1.5.ToString(CultureInfo.InvariantCulture)"));
        Assert.Equal("redeclared", Value("var x = \"redeclared\"; x"));
    }

    [Fact]
    public void Execute_TopLevelAwait_ComesBackToTheSameThread()
    {
        Assert.Equal("True", Value("var before = Environment.CurrentManagedThreadId; await Task.Delay(5); await Task.Yield(); Environment.CurrentManagedThreadId == before"));
        Assert.Equal("7", Value("await Task.Run(() => 7)"));
    }

    [Fact]
    public void Execute_UsingDeclaration_IsDisposedOfAtTheEndOfItsCell()
    {
        Ok("""
            class Resource(string name) : IDisposable, IAsyncDisposable
            {
                public bool IsOpen = true;
                public void Dispose() { IsOpen = false; Console.Write($"{name} disposed "); }
                public ValueTask DisposeAsync() { IsOpen = false; Console.Write($"{name} awaited "); return default; }
            }
            """);
        var outputs = Ok("using var a = new Resource(\"a\");\n  // a comment\n  await using Resource b = new(\"b\");\nConsole.Write($\"{a.IsOpen} {b.IsOpen} \");\na.IsOpen");
        Assert.Equal("True", (string?)Assert.Single(outputs.Results)["text/plain"]);
        Assert.Equal("True True b awaited a disposed ", outputs.Stdout);
        Assert.Equal("False", Value("a.IsOpen"));

        // Also where the cell fails, and the user's own text is told.
        var (outcome, failed) = Run("using var c = new Resource(\"c\"); throw new Exception(\"no\");");
        Assert.Contains("    using var c = new Resource", outcome.Error!.Traceback[^1]);
        Assert.Equal("c disposed ", failed.Stdout);
        Assert.Contains($"    using var d = spam;\n{new string(' ', 18)}^^^^", Fail("using var d = spam;").Traceback);
        Assert.Contains("nothing to dispose of", Fail("using var e = 5;").Value);
        Assert.Equal("3", Value("using System.IO;\nusing (var f = new StringReader(\"abc\")) { }\nusing var g = new StringReader(\"abc\"); g.ReadToEnd().Length"));
    }

    [Theory]
    [InlineData("await (Task.FromResult(3))", "3")]
    [InlineData("var waited = await (Task.FromResult(3)) + 1;\nwaited", "4")]
    [InlineData("await (Task.FromResult(3)).ConfigureAwait(true)", "3")]
    [InlineData("Math.Max(await (Task.FromResult(3)), await(Task.FromResult(await (Task.FromResult(5)))))", "5")]
    [InlineData("int await(int n) => n + 1;\nint Call() => await(4);\nCall()", "5")]
    public void Execute_AwaitBeforeBrackets_Waits(string code, string value) => Assert.Equal(value, Value(code));

    [Theory]
    [InlineData("using Newtonsoft.Json;", "fetch that first: #r \"nuget:NAME\"")]
    [InlineData("int twice = 1; int twice = 2;", "The cell already contains a definition for 'twice'")]
    [InlineData("Span<int> s = stackalloc int[3];", "between { and }")]
    [InlineData("#r 'nuget: Etna'", "Write it with quotation marks: #r \"nuget: Etna\".")]
    [InlineData("#i https://etna", "Write it with quotation marks: #i \"https://etna\".")]
    [InlineData("var q = 3;\n#r \"nowhere.dll\"", "before the first line of code")]
    [InlineData("class Layer { int n; }\nLayer next = layer;", "'Layer' was declared anew")]
    public void Execute_WhatACellCannotDo_IsToldWithWhatToDo(string code, string hint)
    {
        Ok("class Layer { }\nvar layer = new Layer();");
        Assert.Contains(hint, Fail(code).Traceback);
    }

    [Fact]
    public void Execute_NewestSyntax_Compiles()
    {
        Assert.Equal("[1, 2, 3]", Value("int[] a = [1, .. new[] { 2, 3 }]; a"));
        Assert.Equal("3", Value("""field = 3; field; """.Replace("field", "f").Replace("f = 3", "var f = 3").TrimEnd().TrimEnd(';')));
        Assert.Equal("7", Value("unsafe { int i = 7; int* p = &i; Console.Write(*p); } 7"));
    }

    [Fact]
    public void Execute_NameFromFurtherAway_IsFoundAndOlderValuesStayWhatTheyAre()
    {
        Ok("var shown = display(1); var json = System.Text.Json.JsonDocument.Parse(\"[1]\"); var numbers = new List<int> { 3, 4 };");
        Ok("var xml = System.Xml.Linq.XElement.Parse(\"<a>5</a>\"); var parallel = numbers.AsParallel().Sum(); var table = new System.Data.DataTable();");
        Assert.Equal("12", Value("DisplayedValue again = shown; System.Text.Json.JsonDocument same = json; json = same; (int)xml + parallel"));
        Assert.Equal("2", Value("numbers.AsQueryable().Where(n => n > 2).Count()"));
    }

    [Fact]
    public void Execute_CompileError_LeavesTheSessionAsItWas()
    {
        Ok("var kept = 1;");
        Fail("var kept = 2; var y = undefined;");
        Assert.Equal("1", Value("kept"));
        Fail("y");
    }

    [Fact]
    public void Execute_Throw_KeepsWhatWasAssignedAndRestoresWhatWasNot()
    {
        Ok("var a = 1; var b = 2; int[] data = [1, 2, 3];");
        Fail("var a = 10;\nvar c = 30;\nint[] data = Enumerable.Range(0, 1).Select(i => i / (i * 0)).ToArray();\nvar b = 20;");
        Assert.Equal("10", Value("a"));
        Assert.Equal("30", Value("c"));
        Assert.Equal("2", Value("b"));
        Assert.Equal("[1, 2, 3]", Value("data"));
    }

    [Fact]
    public void Execute_Silent_ShowsNoResultButKeepsState()
    {
        Assert.Empty(Run("var s = 5; s", silent: true).Outputs.Results);
        Assert.Equal("5", Value("s"));
    }

    [Fact]
    public void Execute_UserExpressions_AreEvaluatedBesideTheSession()
    {
        var request = new ExecutionRequest("var q = 6;", 1, false, new Dictionary<string, string> { ["good"] = "q * 7", ["bad"] = "nothing", ["throws"] = "1 / (q - 6)" });
        var values = Engine.Execute(request, new RecordingOutputs()).UserExpressions;
        Assert.Equal("42", (string)values["good"]!["data"]!["text/plain"]!);
        Assert.Equal("error", (string)values["bad"]!["status"]!);
        Assert.Equal("DivideByZeroException", (string)values["throws"]!["ename"]!);
    }

    [Fact]
    public void Execute_ReferenceDirective_LoadsAnAssembly()
    {
        var path = typeof(SessionTests).Assembly.Location;
        Ok($"#r \"{path}\"");
        Assert.Equal("3", Value("Isopleth.Kernel.Tests.Referenced.Three"));
        Assert.Contains("nowhere.dll", Fail("#r \"nowhere.dll\"").Traceback);
    }

    [Fact]
    public void Execute_UnknownDirective_SaysSo()
    {
        var error = Fail("#!pwsh\nls");
        Assert.Equal("MagicError", error.Name);
        Assert.Contains("#!pwsh", error.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("// a comment")]
    [InlineData("using System.Globalization;")]
    public void Execute_NothingToRun_EndsWell(string code) => Assert.Empty(Ok(code).Order);

    [Fact]
    public void Execute_CSharpMagic_IsTaken() => Assert.Equal("3", Value("#!csharp\n1 + 2"));

    // What a small recursion is unfolded into must call what the recursion itself would call.
    [Theory]
    [InlineData("int Fib(int n) { if (n < 2) { return n; }\n\n    return Fib(n - 1) +\n        Fib(n - 2); } // end\nFib(20)", "6765")]
    [InlineData("long Fib(long n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(20)", "6765")]
    [InlineData("double Half(double n) => n < 1 ? n : Half(n / 2);\nHalf(12)", "0.75")]
    [InlineData("class A { static string F(int n) => \"int\"; static string F(long n) { if (n < 1) return \"end\"; return F((int)n - 1) + F(n - 1); } public static string G() => F(2L); }\nA.G()", "intintend")]
    [InlineData("class A { public virtual int F(int n) { if (n < 1) return 0; return F(n - 1) + 1; } }\nclass B : A { public override int F(int n) { if (n < 1) return 100; return base.F(n); } }\nnew B().F(3)", "103")]
    [InlineData("struct S { public int K; public int F(int n) { if (n < 1) return K; return F(n - 1) + 1; } }\nnew S { K = 5 }.F(3)", "8")]
    [InlineData("class C { public int K; public int F(int n) { if (n < 1) return K; return F(n - 1) + 1; } }\nnew C { K = 5 }.F(3)", "8")]
    [InlineData("interface I { int F(int n) { if (n < 1) return 1; return F(n - 1) + 1; } }\nclass D : I { public int F(int n) => 7; }\n((I)new D()).F(3)", "7")]
    [InlineData("int Depth<T>(T x, int n) { if (n < 1) return typeof(T).GetArrayRank(); return Depth(new[] { x }, n - 1); }\nDepth(1, 2)", "1")]
    [InlineData("int F(int n, int step = 1) { if (n < 1) return 0; return F(n - step) + 1; }\nF(4, 2)", "3")]
    [InlineData("int F(int n, params int[] all) { if (n < 1) return all.Length; return F(n - 1, n, n); }\nF(2)", "2")]
    [InlineData("int F(int n, int add) { if (n < 1) return 0; return F(add: add, n: n - 1) + add; }\nF(3, 2)", "6")]
    [InlineData("int Outer() { int F(int n) { if (n < 1) return 0; return F(n - 1) + 1; } return F(5); }\nOuter()", "5")]
    [InlineData("int F(object o) { if (o is not int) return -1; return (int)o < 1 ? 0 : F((int)o - 1) + 1; }\nF(3)", "3")]
    [InlineData("string F(string @base, int n) { if (n < 1) return @base; return F(@base + \"x\", n - 1); }\nF(\"a\", 2)", "axx")]
    [InlineData("Func<int, int> F = n => n * 10;\nint G(int n) { if (n < 1) return 0; return F(n) + G(n - 1); }\nG(3)", "60")]
    [InlineData("static class E { public static int F(this int n) { if (n < 1) return 0; return F(n - 1) + 1; } }\n4.F()", "4")]
    public void Execute_SmallRecursion_CallsWhatItsTextSays(string code, string value) => Assert.Equal(value, Value(code));

    [Theory]
    [InlineData("for (int i = 0; i < 9; i += k)\n    a[i]++;", "101010101")]
    [InlineData("if (k > 2)\n    for (int i = 8; i >= 0; i -= k * 2 - 1) { var b = a[i]; a[i] = b + 1; }\nelse a[0] = 7;", "700000000")]
    [InlineData("for (int i = 0; a[i] < 3; i += k - 2) a[i]++;", "300000000")]
    [InlineData("unchecked { for (int i = 0; i < 9; i = i + (k << 1)) a[i]++; }", "100010001")]
    [InlineData("checked { var m = int.MaxValue; for (int i = 9; i < 9; i += m * k) a[i]++; }", "000000000")]
    public void Execute_LoopInSteps_DoesWhatItsTextSays(string code, string value) =>
        Assert.Equal(value, Value($"var k = 2; var a = new int[9];\n{code}\nstring.Concat(a)"));

    [Fact]
    public void Execute_ExpressionTree_IsNotPolled() =>
        Assert.Equal("(x > 3)", Value("System.Linq.Expressions.Expression<Func<int, bool>> e = x => x > 3; e.Body.ToString()"));

    [Fact]
    public void Execute_ExtensionMissing_RunsAndTells()
    {
        var outputs = new RecordingOutputs();
        var outcome = new CSharpEngine("/nowhere/Missing.dll").Execute(new("new System.Data.DataTable(\"a\").TableName", 1, false, new Dictionary<string, string>()), outputs);
        Assert.Null(outcome.Error);
        Assert.Contains("/nowhere/Missing.dll", outputs.Stderr);
        Assert.Equal("a", (string)Assert.Single(outputs.Results)["text/plain"]!);
    }

    [Theory]
    [InlineData("pair with { A = 2 }", "Pair { A = 2, B = 0 }")]
    [InlineData("var b = 5; pair with\n{\n    B = b,\n}", "Pair { A = 1, B = 5 }")]
    [InlineData("using var file = new System.IO.MemoryStream();\nholder.Pair with { A = (int)file.Length }", "Pair { A = 0, B = 0 }")]
    public void Execute_CopyWithChangesAtTheEnd_IsTheValue(string code, string expected)
    {
        Ok("record Pair(int A, int B); record Holder(Pair Pair); var pair = new Pair(1, 0); var holder = new Holder(pair);");
        Assert.Equal(expected, Value(code));
        Assert.Contains("line 1, column 17: error CS0103", Fail("pair with { A = oops }").Traceback);
    }
}

/// <summary>Found by a cell through <c>#r</c>.</summary>
public static class Referenced
{
    public static int Three => 3;
}
