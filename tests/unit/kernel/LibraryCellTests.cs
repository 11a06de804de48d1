namespace Isopleth.Kernel.Tests;

/// <summary>Cells with what script syntax refuses: namespaces and extension methods.</summary>
public sealed class LibraryCellTests() : EngineTest(ownSession: true)
{
    [Fact]
    public void Execute_Namespace_IsImportableFromLaterCells()
    {
        Ok("namespace Sea.Ice { record Floe(double Area); public enum Kind { First } }\nnamespace Sea { interface INamed { string Name { get; } } }");
        Assert.Equal("2", Value("new Sea.Ice.Floe(2).Area"));
        Ok("using Sea.Ice;");
        Assert.Equal("First", Value("Kind.First"));
        Assert.Equal("Floe { Area = 3 }", Value("class Named : Sea.INamed { public string Name => \"a\"; }\nvar floe = new Floe(3); floe"));
        Ok("namespace Whole;\nclass Held { public static int Seven => 7; }");
        Assert.Equal("7", Value("Whole.Held.Seven"));
    }

    [Fact]
    public void Execute_ExtensionMethods_AreUsedInTheCellAndAfterIt()
    {
        Ok("using System.Globalization;");
        Assert.Equal("42", Value("static class Doubling { public static int Twice(this int x) => 2 * x; public static string Plain(this double x) => x.ToString(CultureInfo.InvariantCulture); }\nvar n = 21.Twice();\nn"));
        Assert.Equal("1.5", Value("1.5.Plain()"));
        Assert.Equal("9", Value("static class Blocks { extension(int x) { public int Squared => x * x; } }\n3.Squared"));
        Assert.Equal("6", Value("record Point(int X, int Y);\nstatic class Points { public static int Area(this Point p) => p.X * p.Y; }\nnew Point(2, 3).Area()"));
        Assert.Equal("20", Value("new Point(4, 5).Area()"));
        Assert.Equal("3", Value("static class Rows { public static int Children(this System.Xml.Linq.XElement e) => e.Elements().Count(); }\nSystem.Xml.Linq.XElement.Parse(\"<a><b/><b/><b/></a>\").Children()"));
    }

    [Fact]
    public void Execute_AfterGlobalUsing_NamespacesAndExtensionMethodsStillWork()
    {
        Ok("global using System.Globalization;");
        Assert.Equal("1.5", Value("static class Plainly { public static string Plain(this double x) => x.ToString(CultureInfo.InvariantCulture); }\n1.5.Plain()"));
    }

    [Fact]
    public void Execute_DeclaredAgain_TheLatestCounts()
    {
        Ok("namespace Model { public static class Gain { public static int Of(this int x) => x + 1; } }");
        Ok("var before = Model.Gain.Of(1);");
        Ok("namespace Model { public static class Gain { public static int Of(this int x) => x + 100; } }");
        Assert.Equal("101", Value("using Model;\n1.Of()"));
        Assert.Equal("2", Value("before"));
        Ok("namespace Model { public static class Gain { public static int Of(this int x) => x + 1000; } }");
        Assert.Equal("1001", Value("1.Of()"));
    }

    [Fact]
    public void Execute_Errors_StandAtTheCellsOwnLines()
    {
        var error = Fail("var a = 1;\nnamespace Bad { class C {\n    int F() => oops; } }");
        Assert.Contains("Cell 1, line 3, column 16: error CS0103", error.Traceback);
        Assert.Contains("^^^^", error.Traceback);
        Assert.Contains("Cell 2, line 2, column 1", Fail("static class E { public static int One(this int x) => 1; }\noops").Traceback);
        var thrown = Fail("static class Thrower {\n    public static int Boom(this int x) => throw new Exception(\"boom\");\n}\n1.Boom()");
        Assert.Contains("Cell 3, line 2, in Thrower.Boom", thrown.Traceback);
        Assert.Contains("Cell 3, line 4", thrown.Traceback);
    }

    [Fact]
    public void Execute_ExtensionMethodsOfTypesOfEarlierCells_AreUsedInTheCellAndAfterIt()
    {
        Ok("record Plume(double Rate); var plume = new Plume(2);");
        Assert.Equal("4", Value("public static class Plumes\n{\n    /// <summary>Twice.</summary>\n    public static double Doubled(this Plume p) => p.Rate * Gain;\n    const int Gain = 2;\n}\nplume.Doubled()"));
        Assert.Equal("4", Value("Plumes.Doubled(plume)"));
        Assert.Equal("2, 7", Value("""
            public static class Lists
            {
                public static IEnumerable<R> Each<T, R>(this IEnumerable<T> all, Func<T, R> of, params int[] rest) where T : Plume { foreach (var one in all) yield return of(one); }
                public static bool TryRate(this Plume p, out double rate, double least = 1) { rate = p.Rate; return p.Doubled() >= least; }
                internal static async Task<double> Later(this Plume p) { await Task.Yield(); return p.Rate + 5; }
            }
            var known = plume.TryRate(out var rate);
            string.Join(", ", new[] { plume }.Each(p => p.Rate).Append(await plume.Later()))
            """));
        Assert.Equal("True", Value("known"));
        Assert.Equal("6", Value("public static class Plumes { public static double Doubled(this Plume p) => p.Rate * 3; }\nplume.Doubled()"));
        var error = Fail("public static class Wrong {\n    public static double R(this Plume p) => p.Rat;\n} var after = 1;");
        Assert.Contains("line 2, column 47: error CS1061", error.Traceback);
        Assert.Contains("Did you mean 'Rate'", error.Traceback);
    }

    [Fact]
    public void Execute_SessionNamesInALibrary_AreRefusedWithTheReason()
    {
        Ok("var gain = 3;\nconst int Seven = 7;\nclass Sevens { public int Value => Seven; }");
        Assert.Equal("7", Value("new Sevens().Value"));
        Assert.Contains("do not see its variables: pass the value", Fail("static class S { public static int Scale(this int x) => x * gain; }").Traceback);
        Assert.Contains("cannot see 'Sevens' of the session", Fail("static class S { extension(Sevens p) { public double R => p.Value; } }").Traceback);
        Assert.Contains("cannot see 'Sevens' of the session", Fail("namespace Sky { class Held { Sevens p; } }").Traceback);
        Assert.Equal("3", Value("gain"));
    }

    [Fact]
    public void Execute_TypesOfEarlierCells_AreSeenInNamespacesAndExtensionBlocks()
    {
        Ok("record Plume(double Rate);\nclass Box<T> { internal T Held; }\nfile interface INamed { string Name { get; } }");
        Assert.Equal("6", Value("static class Plumes { extension(Plume p) { public double Tripled => p.Rate * 3; private double Own() => 0; } extension<T>(Box<T> box) { public T Out => box.Held; } extension(Plume) { public static Plume None => new(0); } }\nnew Plume(2).Tripled + Plume.None.Rate"));
        Assert.Equal("5", Value("new Box<int> { Held = 5 }.Out"));
        Assert.Equal("2 Etna", Value("namespace Sky { class Held(Plume p) : INamed { public Plume Plume => p; public string Name => \"Etna\"; } }\nvar held = new Sky.Held(new(2));\nheld.Plume.Rate + \" \" + held.Name"));
        Assert.Equal("3", Value("static class Own { private static double Half(this Plume p) => p.Rate / 2; public static double Whole(this Plume p) => p.Half() * 2; }\nnew Plume(3).Whole()"));

        // What rests upon a type that is declared anew is made anew with it.
        Ok("record Plume(double Rate, string Name = \"\") { internal int Letters => Name.Length; }");
        Assert.Equal("4", Value("new Plume(1, \"Etna\").Letters"));
        Assert.Equal("15 7", Value("$\"{new Plume(5).Tripled} {new Sky.Held(new Plume(7)).Plume.Rate}\""));
        var error = Fail("Sky.Held again = held;");
        Assert.Contains("Held' was declared anew", error.Traceback);
        Assert.DoesNotContain("library-", error.Traceback);

        // The others of its cell stay, and what stands in another cell moves.
        Ok("class Low { public int X = 1; }\nclass High { public Low Low = new(); }");
        Ok("class Top { public High High = new(); }\nclass Lone { public int Y = 3; }");
        Ok("class High { public Low Low = new(); public int Z = 4; }\nclass Lone { public int Y = 5; }");
        for (var i = 0; i < 8; i++)
        {
            // Without strong names the compiler took now one version of High, now the other.
            Assert.Equal("10", Value("new Top().High.Z + new Top().High.Low.X + new Lone().Y"));
        }

        // A cell that does not compile leaves no type.
        Assert.Contains("\n    oops; class After { }\n", Fail("oops; class After { }").Traceback);
        Assert.Equal("CS0246", Fail("new After()").Name);
    }

    [Fact]
    public void Interrupt_LoopInALibrary_Stops()
    {
        Ok("namespace Endless { public static class Loop { public static void Run() { while (true) { } } } }");
        Assert.Equal("Interrupted", Interrupted("Endless.Loop.Run();", 150).Error);
    }

    [Fact]
    public void IsComplete_Namespace_IsComplete() =>
        Assert.Equal("complete", Engine.IsComplete("namespace A { class B { } }").Status);
}
