using Isopleth.Tests;

namespace Isopleth.Kernel.Tests;

public sealed class InterruptTests() : EngineTest(ownSession: false)
{
    public static TheoryData<string> Endless => new(
        "while (true) { }",
        "for (;;) ;",
        "var a = new int[256]; for (byte i = 0; ; i++) a[i] = i;",
        "var a = new int[9]; var k = 0; for (int i = 0; ; i++) { a[i - k] = i; k++; }",
        "var a = new int[9]; for (int i = 0; ; i++) if (i < 9) a[i] = i;",
        "var a = new int[9]; for (int i = 0; ; i += 0) a[i] += 1;",
        "var a = new int[9]; var k = 0; for (int i = 0; ; i += k) a[i] += 1;",
        "var a = new int[9]; var (k, m) = (0, 2); for (int i = 0; ; i = i - k * m) a[i] += 1;",
        "var a = new int[9]; var k = 1; for (int i = 0; (k = 0) == 0; i += k) a[i] += 1;",
        "void Stay(int[] a, ref int k) { for (int i = 1; ; i += k) a[i] = 0; } var a = new[] { 1, 1, 1 }; Stay(a, ref a[1]);",
        "static void Stand(int[] a, long by) { for (var i = 1L; i < a.Length; i -= by) { a[i]++; } }\nStand(new int[9], 0);",
        "double s = 0; for (long i = 0; ; i++) s += Math.Sqrt(i);",
        "again: goto again;",
        "while (true) { try { throw new Exception(); } catch { } }",
        "static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(90)",
        "int Fib(int n) { if (n < 2) return n; return Fib(n - 1) + Fib(n - 2); }\nFib(90)",
        "Enumerable.Range(0, int.MaxValue).Select(x => x * 2.0).Where(x => x > 1e30).Count()",
        "Enumerable.Repeat(1, int.MaxValue).Sum(x => { return (long)x; })",
        "System.Threading.Thread.Sleep(100000);",
        "await Task.Delay(100000);",
        "Task.Delay(100000).Wait();",
        "while (true) await Task.Yield();",
        "await Task.Run(() => { while (true) { } });",
        "Parallel.For(0, 4, i => { while (true) { } });",
        "new System.Threading.ManualResetEvent(false).WaitOne();",
        "while (true) Console.Write(\"x\");",
        "IEnumerable<int> Numbers() { while (true) yield return 1; }\nNumbers().Sum(n => (long)n)",
        "await Task.Delay(-1, CellCancellation);",
        "Enumerable.Range(0, int.MaxValue).Select(i => (long)i).Where(i => false).Count()",
        "Enumerable.Range(0, int.MaxValue).Sum(i => 0L)",
        "Enumerable.Repeat(3, int.MaxValue).Select(i => i is > 3 ? 1 : 2).Where(i => i.Equals(4)).Count()",
        "Enumerable.Repeat(3, int.MaxValue).Select(i => $\"\").Where(s => s.StartsWith(\"a\")).Count()",
        "var k = 0L; Enumerable.Repeat(3, int.MaxValue).All(i => (k += i) >= 0)",
        "var list = new List<int>(); void Each(IEnumerable<int> all, Action<int> act) { foreach (var i in all) act(i); }\nEach(Enumerable.Repeat(3, int.MaxValue), i => list.Clear());",
        "(from i in Enumerable.Repeat(3, int.MaxValue) where i < 0 select i).Count()",
        "(from i in Enumerable.Repeat(3, int.MaxValue) let j = i * 2 where j == 1 orderby j select j).Count()",
        "(from i in Enumerable.Repeat(3, int.MaxValue) select (long)i).Count()",
        "(from i in Enumerable.Repeat(3, int.MaxValue) group i by i).Count()",
        "(from i in Enumerable.Range(0, 9) from j in Enumerable.Repeat(3, int.MaxValue) join k in new[] { 1 } on j equals -k select j).Count()",
        "static bool Never(int i) => i < 0;\nEnumerable.Repeat(3, int.MaxValue).Where(Never).Count()",
        "bool Never(double i) => i < 0;\nEnumerable.Repeat(3, int.MaxValue).Select(i => (double)i).Where(double.IsNaN).Where(Never).Count()",
        "Enumerable.Repeat(3, int.MaxValue).AsParallel().Select(i => (long)i).Where(i => false).Count()",
        "async IAsyncEnumerable<int> Numbers() { while (true) { await Task.Yield(); yield return 1; } }\nawait foreach (var n in Numbers()) { }",
        "async IAsyncEnumerable<int> Numbers() { while (true) { await Task.Delay(9); yield return 1; } }\nawait foreach (var n in Numbers().ConfigureAwait(false)) { }",
        "var t = new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)) { IsBackground = true }; t.Start(); t.Join();",
        "var gate = new object(); var held = new System.Threading.ManualResetEventSlim(); new System.Threading.Thread(() => { lock (gate) { held.Set(); System.Threading.Thread.Sleep(20000); } }) { IsBackground = true }.Start(); held.Wait(); lock (gate) { }",
        "new System.Threading.SemaphoreSlim(0).Wait();",
        "var x = new TaskCompletionSource<int>().Task.Result;",
        "Parallel.For(0, 4, i => System.Threading.Thread.Sleep(-1));",
        "Parallel.ForEach(Enumerable.Repeat(3, int.MaxValue), i => { });",
        "await Parallel.ForEachAsync(Enumerable.Repeat(3, int.MaxValue), async (i, c) => await Task.Yield());",
        "using (var p = System.Diagnostics.Process.Start(\"sleep\", \"20\")) p.WaitForExit();",
        "var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); l.Start(); using (var c = new System.Net.Http.HttpClient()) c.Send(new(System.Net.Http.HttpMethod.Get, $\"http://{l.LocalEndpoint}/\"));",
        "var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); l.Start(); using (var c = new System.Net.Http.HttpClient()) c.GetStringAsync($\"http://{l.LocalEndpoint}/\").Result.Display();",
        "new System.Threading.Barrier(2).SignalAndWait();",
        "foreach (var x in new System.Collections.Concurrent.BlockingCollection<int>().GetConsumingEnumerable()) { }",
        "System.Threading.Channels.Channel.CreateUnbounded<int>().Reader.ReadAsync().AsTask().Wait();");

    [Theory]
    [MemberData(nameof(Endless))]
    public void Interrupt_EndlessCell_StopsWithinASecondAndKeepsVariables(string code)
    {
        Ok("var kept = 41;");
        var (error, milliseconds) = Interrupted(code, 150);
        Assert.Equal("Interrupted", error);
        Assert.InRange(milliseconds, 0, 1000);
        Assert.Equal("42", Value("kept + 1"));
    }

    // Each ends by itself some seconds later: what is left behind takes a processor from the tests after it.
    [Theory]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Concat(Enumerable.Repeat(1, int.MaxValue)).Distinct().Count()")]
    [InlineData("System.Text.RegularExpressions.Regex.IsMatch(new string('a', 29) + '!', \"(a+)+$\")")]
    [InlineData("var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); l.Start(); l.AcceptTcpClient();")]
    public void Interrupt_CodeThatCannotBeStopped_IsLeftBehindAndTheSessionGoesOn(string code)
    {
        Ok("var kept = 41;");
        var outputs = new RecordingOutputs();
        Assert.Equal("Interrupted", Interrupted(code, 1500, outputs).Error);
        Assert.Contains("cannot be stopped", outputs.Stderr, StringComparison.Ordinal);
        Assert.Equal("42", Value("kept + 1"));
        Assert.Equal("Interrupted", Interrupted("while (true) { }", 20).Error);
        Assert.Equal("InsufficientExecutionStackException", Fail("int F(int n) => F(n + 1) + 1;\nF(0)").Name);
        Assert.Equal("Interrupted", Interrupted("await Task.Delay(-1);", 20).Error);
    }

    [Fact]
    public void Interrupt_BlockedReadLine_Stops()
    {
        var (error, milliseconds) = Interrupted("Console.ReadLine()", 100, new() { BlockReads = true });
        Assert.Equal("Interrupted", error);
        Assert.InRange(milliseconds, 0, 1000);
    }

    [Fact]
    public void Interrupt_ManyTimesInARow_KeepsTheSession()
    {
        Ok("var count = 0; var alive = 1;");
        string[] kinds =
        [
            "while (true) { }", "await Task.Delay(-1);", "System.Threading.Thread.Sleep(-1);", "Console.ReadLine();", "Parallel.For(0, 4, i => { while (true) { } });",
            "int Down(int n) { return n < 1 ? 0 : Down(n - 1) + Down(n - 1); }\nDown(60);", "Enumerable.Range(0, int.MaxValue).Select(x => x * 2.0).Where(x => x > 1e30).Count();",
            "(from i in Enumerable.Repeat(3, int.MaxValue) where i < 0 select i).Count();", "Enumerable.Repeat(3.0, int.MaxValue).Where(double.IsNaN).Count();",
            "Enumerable.Repeat(3, int.MaxValue).AsParallel().Where(i => i.Equals(4)).Count();", "new System.Threading.SemaphoreSlim(0).Wait();", "while (true) await Task.Yield();",
        ];
        for (var i = 0; i < LongRun.Of(100) * kinds.Length; i++)
        {
            var (error, milliseconds) = Interrupted("count++;\n" + kinds[i % kinds.Length], i % 40, new() { BlockReads = true });
            Assert.Equal("Interrupted", error);
            Assert.InRange(milliseconds, 0, 5000); // a second, on a machine that has nothing else to do
        }

        Assert.Equal("True", Value("alive == 1 && count > 0"));
    }

    [Fact]
    public async Task Interrupt_WhileTheKernelStarts_StopsTheFirstCellAndTheKernelStarts()
    {
        var engine = new CSharpEngine();
        var outputs = new RecordingOutputs();
        var cell = Task.Run(() => engine.Execute(new("Console.Write(\"ran\"); while (true) { }", 1, false, new Dictionary<string, string>()), outputs), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => engine.IsRunning, 30_000));
        engine.Interrupt();
        Assert.Equal("Interrupted", (await cell).Error?.Name);
        Assert.Equal("", outputs.Stdout);
        Assert.Null(engine.Execute(new("1 + 1", 2, false, new Dictionary<string, string>()), outputs).Error);
    }

    [Theory]
    [InlineData("new System.Threading.Thread(() => throw new InvalidDataException(\"half a tide\")).Start();")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => throw new InvalidDataException(\"half a tide\"));")]
    [InlineData("System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => throw new InvalidDataException(\"half a tide\"), null);")]
    [InlineData("var timer = new System.Threading.Timer(_ => throw new InvalidDataException(\"half a tide\"), null, 1, -1);")]
    [InlineData("async void Late() { await Task.Delay(1).ConfigureAwait(false); throw new InvalidDataException(\"half a tide\"); }\nLate();")]
    [InlineData("var timer = new System.Timers.Timer(1) { AutoReset = false }; timer.Elapsed += async (_, _) => { await Task.Yield(); throw new InvalidDataException(\"half a tide\"); }; timer.Start();")]
    [InlineData("void Lost() { Task.Run(() => throw new InvalidDataException(\"half a tide\")); }\nLost(); for (var i = 0; i < 20; i++) { await Task.Delay(10); GC.Collect(); GC.WaitForPendingFinalizers(); }")]
    public void Exception_ThatNothingCatches_IsToldAndTheSessionLives(string code)
    {
        Ok("using System.IO;\nvar kept = 41;");
        var outputs = Ok(code);
        Assert.True(SpinWait.SpinUntil(() => outputs.Stderr.Contains("half a tide", StringComparison.Ordinal), 20_000), outputs.Stderr);
        Assert.Contains("InvalidDataException", outputs.Stderr, StringComparison.Ordinal);
        Assert.Contains(", line 1", outputs.Stderr, StringComparison.Ordinal);
        Assert.Equal("42", Value("kept + 1"));
    }

    [Fact]
    public void Interrupt_ThreadOfAnEarlierCell_IsNoFault()
    {
        var outputs = Ok("new System.Threading.Thread(() => { while (true) { } }).Start();");
        Interrupted("while (true) { }", 100);
        Assert.Equal("2", Value("1 + 1"));
        Assert.Equal("", outputs.Stderr);
    }

    [Fact]
    public void Interrupt_NothingRuns_DoesNothing()
    {
        Engine.Interrupt();
        Assert.Equal("5", Value("var s = 0; for (int i = 0; i < 5; i++) s++; s"));
    }

    [Fact]
    public void Interrupt_ContinuationOfTheStoppedCell_NeverRuns()
    {
        var outputs = new RecordingOutputs();
        Interrupted("await Task.Delay(400); Console.Write(\"ghost\");", 100, outputs);
        Ok("await Task.Delay(600);");
        Assert.Equal("", outputs.Stdout);
    }

    [Theory]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0)")]
    [InlineData("{ int F(int n) => F(n + 1) + 1; F(0); }")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1) + 1;\nf(0)")]
    [InlineData("Func<int, int> f = null;\nf = n => f(n + 1);\nf(0)")]
    [InlineData("Action f = null;\nf = () => { f(); };\nf()")]
    [InlineData("class A { public int P => P + 1; }\nnew A().P")]
    [InlineData("class A { public int P { get { return P + 1; } set { P = value; } } }\nnew A().P = 1;")]
    [InlineData("class A { public int P { get => P + 1; } }\nnew A().P")]
    [InlineData("class A { public int this[int i] => this[i + 1] + 1; }\nnew A()[0]")]
    [InlineData("class A { public static A operator +(A a, A b) => a + b; }\nnew A() + new A()")]
    [InlineData("class A { public static implicit operator int(A a) => a; }\nint i = new A();")]
    [InlineData("class A { A _b; public A() { _b = new A(); } }\nnew A()")]
    [InlineData("class A { A _b; public A() => _b = new A(); }\nnew A()")]
    [InlineData("class A { public override string ToString() => $\"{this.ToString()}\"; }\nnew A().ToString()")]
    [InlineData("static class MathF { public static int F(int n) => MathF.F(n + 1) + 1; }\nMathF.F(0)")]
    [InlineData("async Task<int> F(int n) => await F(n + 1) + 1;\nawait F(0)")]
    [InlineData("async Task F(int n) { await F(n + 1); }\nawait F(0)")]
    [InlineData("class A { public int P => Q + 1; public int Q => P + 1; }\nnew A().P")]
    [InlineData("class A { public int P { get => Q + 1; } public int Q { get { return P + 1; } } }\nnew A().P")]
    [InlineData("class A { public B B; public int P => B.Q + 1; }\nclass B { public A A; public int Q => A.P + 1; }\nvar a = new A(); a.B = new B { A = a };\na.P")]
    [InlineData("interface I { int P { get; } }\nclass A : I { public I Other; public int P => Other.P + 1; }\nvar a = new A(); a.Other = a;\na.P")]
    [InlineData("class A { A _b = new A(); }\nnew A()")]
    [InlineData("class A { A _b = new(), _c; public A C { get; } = new(); }\nnew A()")]
    [InlineData("class A { public A B { get; set; } = new A(); }\nnew A()")]
    [InlineData("class A { public override string ToString() => $\"{this}\"; }\nnew A().ToString()")]
    [InlineData("class A { public override string ToString() { return \"\" + this; } }\nnew A().ToString()")]
    [InlineData("class A : IEnumerable<int> { public IEnumerator<int> GetEnumerator() { foreach (var i in this) { yield return i; } } IEnumerator IEnumerable.GetEnumerator() => GetEnumerator(); }\nforeach (var i in new A()) { }")]
    [InlineData("Func<int, int> f = null, g = null;\nf = n => g(n) + 1; g = n => f(n) + 1;\nf(0)")]
    [InlineData("var d = new Dictionary<string, Func<int, int>>();\nd[\"f\"] = n => d[\"g\"](n) + 1; d[\"g\"] = n => d[\"f\"](n) + 1;\nd[\"f\"](0)")]
    [InlineData("class Box { public Func<int, int> F; public Func<int, int> G { get; set; } }\nvar b = new Box();\nb.F = n => b.G(n) + 1; b.G = n => b.F(n) + 1;\nb.F(0)")]
    [InlineData("record Step(Func<int, int> Next);\nStep a = null, b = null;\na = new(n => b.Next(n) + 1); b = new(n => a.Next(n) + 1);\na.Next(0)")]
    [InlineData("Func<int, int> f = null;\nf = n => f.Invoke(n) + 1;\nf(0)")]
    [InlineData("Func<int, int?> f = null;\nf = n => f?.Invoke(n) + 1;\nf(0)")]
    [InlineData("Func<int, int> f = null;\nf = delegate (int n) { return f(n) + 1; };\nf(0)")]
    [InlineData("Func<Func<int>> f = null;\nf = () => () => f()() + 1;\nf()()")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } catch (Exception) { throw; } }\nF(0)")]
    [InlineData("int F(int n)\n{\n    try { return F(n + 1) + 1; }\n    catch\n    {\n        Console.Write(n);\n        throw;\n    }\n}\nF(0)")]
    [InlineData("class A { public int F(int n) { try { return this.F(n + 1) + 1; } catch (Exception e) when (n > 0) { throw new InvalidOperationException(\"late\", e); } } }\nnew A().F(0)")]
    public void Recursion_OfAnyForm_IsAnErrorOfTheCell(string code)
    {
        Assert.Equal("InsufficientExecutionStackException", Fail(code).Name);
        Assert.Equal("1", Value("1"));
    }

    [Fact]
    public void Recursion_ThatCatchesAndThrowsOn_CatchesWhatItCould()
    {
        var error = Fail("""
            int F(int n)
            {
                try { return n == 0 ? throw new FormatException("deep") : F(n - 1); }
                catch (FormatException e) when (n < 2) { Console.Write(n); throw new ArgumentException("wrapped", e); }
                catch (ArgumentException) { Console.Write("a" + n); throw; }
                catch { try { F(0); } catch { throw; } throw; }
            }
            F(2)
            """);
        Assert.Equal("ArgumentException", error.Name);
        Assert.Contains("line 4", error.Traceback);
        Assert.Equal("4", Value("int G(int n) { try { return n == 0 ? int.Parse(\"x\") : G(n - 1); } catch (FormatException) when (n > 3) { return n > 3 ? n : throw null; } catch { throw; } }\nG(5)"));
    }

    [Theory]
    [InlineData("await Task.Run(() => R(0))")]
    [InlineData("Task.Run(() => R(0)).Wait();")]
    [InlineData("Parallel.For(0, 8, i => R(i));")]
    [InlineData("var c = Comparer<int>.Create((x, y) => R(x)); Array.Sort(new[] { 2, 1, 3 }, c);")]
    [InlineData("int F(int n, params int[] rest) => n < 0 ? 0 : F(n + 1, rest[0], n) + 1;\nawait Task.Run(() => F(0, 1))")]
    [InlineData("Enumerable.Range(0, 8).AsParallel().Select(i => R(i)).Sum()")]
    [InlineData("Enumerable.Range(0, 8).Select(R).Sum()")]
    [InlineData("Exception thrown = null; var t = new System.Threading.Thread(() => { try { R(0); } catch (Exception e) { thrown = e; } }); t.Start(); t.Join(); throw thrown;")]
    [InlineData("Exception thrown = null; var t = new System.Threading.Thread(() => { try { R(0); } catch (Exception e) { thrown = e; } }, 256 << 10); t.Start(); t.Join(); throw thrown;")]
    [InlineData("var done = new TaskCompletionSource(); var timer = new System.Threading.Timer(_ => { try { R(0); } catch (Exception e) { done.SetException(e); } }, null, 1, -1); await done.Task;")]
    [InlineData("async Task<int> A(int n) { await Task.Yield(); return R(n); }\nawait Task.Run(() => A(0))")]
    [InlineData("async Task<int> A(int n) => await A(n + 1) + 1;\nawait Task.Run(() => A(0))")]
    public void Recursion_OnAnyThread_IsAnErrorOfTheCell(string code, string error = "InsufficientExecutionStackException")
    {
        Ok("static int R(int n) { return R(n + 1) + 1; }");
        var thrown = Fail(code);
        Assert.True(thrown.Name == error || thrown.Traceback.Contains("InsufficientExecutionStackException", StringComparison.Ordinal), thrown.Traceback);
        Assert.Equal("1", Value("1"));
    }

    [Theory]
    [InlineData("class Node { public Node Next { get; } public List<int> Kept { get; } = new(); public Dictionary<string, Node> All = new(), More = new() { }; public Node Free = null; public double Half => Width / 2; public double Width { get; set; } = 3; }\nnew Node().Half", "1.5")]
    [InlineData("class Inner { public int X = 2; }\nclass Outer { public Inner A = new Inner { X = 5 }, B = new(); public Inner C { get; init; } = new() { X = 7 }; }\nvar o = new Outer(); o.A.X + o.B.X + o.C.X", "14")]
    [InlineData("struct P { public P() { } public int X = 3; }\nclass Q { public readonly P A = new P(); public static readonly Q One = new(); }\nQ.One.A.X", "3")]
    [InlineData("var xs = new List<int>(); Action<int> add = x => xs.Add(x); Action twice = () => add(2); twice(); new List<int> { 1, 3 }.ForEach(x => add(x)); xs.Sum()", "6")]
    [InlineData("var steps = new List<Func<int, int>> { n => n + 1 }; steps.Add(n => steps[0](n) * 2); steps[1](3)", "8")]
    [InlineData("async Task<int> F() { await Task.Yield(); return 4; }\nFunc<Task> run = async () => await F(); await run(); await F()", "4")]
    [InlineData("System.Linq.Expressions.Expression<Func<Func<int, int>, int>> e = f => f(3); e.ToString()", "f => Invoke(f, 3)")]
    public void Execute_GuardedForms_MeanWhatTheyMeant(string code, string value) => Assert.Equal(value, Value(code));

    [Fact]
    public void Recursion_WithoutEnd_IsAnErrorOfTheCell()
    {
        var error = Fail("int Down(int n) { return Down(n + 1) + 1; }\nDown(0)");
        Assert.Equal("InsufficientExecutionStackException", error.Name);
        Assert.InRange(error.Traceback.Split('\n').Length, 20, 60);
        Assert.Contains(" more calls", error.Traceback, StringComparison.Ordinal);
        Assert.Equal("1", Value("1"));
    }
}
