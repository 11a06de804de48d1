using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Tests;

/// <summary>Cells of F#: state, values, faults, and variables that go over to C# and back.</summary>
[Trait("Speed", "Slow")]
public sealed class FSharpTests() : EngineTest(ownSession: true)
{
    [Fact]
    public void Cells_OfFSharp_KeepStateAndShareWithCSharp()
    {
        Ok("public record Volcano(string Name, int Height);\nvar heights = new[] { 3357, 924 };\nvar etna = new Volcano(\"Etna\", 3357);");

        // State, standard output, the trailing value.
        Ok("#!fsharp\nlet twice x = 2 * x\nlet name = \"Etna\"");
        Assert.Equal("42", Value("#!f#\ntwice 21"));
        Assert.Equal("hello Etna\n", Ok("#!F#\nprintfn \"hello %s\" name").Stdout);
        Assert.Empty(Ok("#!fsharp\nlet quiet = 1").Results);
        Assert.Empty(Ok("#!fsharp\n()").Results);

        // Shown by the formatters that C# has.
        Assert.Equal("[1, 2, 3]", Value("#!fsharp\n[1; 2; 3]"));
        Assert.Equal("<b>Etna</b>", (string?)Assert.Single(Ok("#!fsharp\ndisplay(HTML(\"<b>Etna</b>\")) |> ignore").Displays)["text/html"]);
        Assert.Contains("<table>", (string?)Assert.Single(Ok("#!fsharp\n[| {| Name = \"Etna\"; Height = 3357 |} |]").Results)["text/html"]);

        // Variables, both ways.
        Assert.Equal("4281", Value("#!fsharp\n#!share heights --from csharp\n#!set --name more --value @csharp:heights\nArray.sum heights + 0 * more.Length"));
        Assert.Equal("Etna!", Value("#!share name --from fsharp\nname + \"!\""));
        Assert.Equal("2", Value("#!fsharp\nlet list = [3; 4]\nlet pair = (1, \"a\")\nlet opt = Some 5\n#!csharp\n#!share list --from fsharp\n#!share pair --from fsharp --as taken\nlist.Length + 0 * taken.Item1"));
        Assert.Equal("7", Value("#!set --name seven --value @fsharp:opt\nseven.Value + 2"));
        Assert.Equal("3", Value("#!fsharp\ntype P = { A: int }\nlet p = { A = 3 }\n#!csharp\n#!share p --from fsharp\np.A"));

        // Faults at the cell's own lines.
        var (error, message, traceback) = Fail("#!fsharp\nlet a = 1\nlet b = spam + a");
        Assert.Equal("FS0039", error);
        Assert.Contains("'spam' is not defined", message);
        Assert.Contains("line 3, column 9", traceback);
        Assert.Contains("\n    let b = spam + a\n            ^^^^", traceback);
        Assert.Equal("Exception", Fail("#!fsharp\nlet f () : int = failwith \"boom\"\nf ()").Name);
        Assert.Equal("FS0039", Fail("1\n#!fsharp\nlet b = spam").Name);
        Assert.Contains("line 3, column 9", Fail("1\n#!fsharp\nlet b = spam").Traceback);

        // What it throws, with its lines and source; a trailing expression of any type.
        var thrown = Fail("var before = 1;\n#!fsharp\nprintfn \"once\"\nfailwith \"boom\"");
        Assert.Equal(("Exception", "boom"), (thrown.Name, thrown.Value));
        Assert.EndsWith(", line 4\n      failwith \"boom\"", thrown.Traceback);
        Assert.Equal("once\n", Run("#!fsharp\nprintfn \"once\"\nfailwith \"boom\"").Outputs.Stdout);
        Assert.Contains(", line 3, in a lambda\n          List.map (fun x -> if x > 1 then failwith \"deep\" else x) [x; 2]", Fail("#!fsharp\nlet rec deep x =\n    List.map (fun x -> if x > 1 then failwith \"deep\" else x) [x; 2]\ndeep 1").Traceback);
        Assert.Empty(Ok("#!fsharp\ndisplay 5").Results);

        Assert.Contains("no variable 'nothing'", Fail("#!fsharp\n#!share nothing --from csharp").Traceback);
        Assert.Equal("42", Value("#!fsharp\ntwice 21"));

        // Magics of every language work in the text.
        Assert.Contains("Wall time", (string?)Assert.Single(Ok("#!fsharp\n#!time\ntwice 1").Displays)["text/plain"]);

        // An interrupt ends what waits.
        var (stopped, milliseconds) = Interrupted("#!fsharp\nSystem.Threading.Thread.Sleep(60000)", after: 500);
        Assert.Equal("Interrupted", stopped);
        Assert.InRange(milliseconds, 0, 5000);
        Assert.Equal("42", Value("#!fsharp\ntwice 21"));
    }

    [Fact]
    public void Fault_OfACellWhoseMetadataNameItsLanguage_HasTheLineOfTheCell()
    {
        var metadata = new System.Text.Json.Nodes.JsonObject { ["polyglot_notebook"] = new System.Text.Json.Nodes.JsonObject { ["kernelName"] = "fsharp" } };
        Assert.StartsWith("Cell 1, line 2, column 5: ", Traceback("let a = 1\na + spam"));
        Assert.EndsWith("Cell 1, line 2\n      failwith \"boom\"", Traceback("let b = 1\nfailwith \"boom\""));
        Assert.StartsWith("Cell 1, line 3, column 1: ", Traceback("let c = 1\n#!csharp\nspam"));

        string Traceback(string code) =>
            string.Join('\n', Engine.Execute(new(code, 1, false, new Dictionary<string, string>()) { Metadata = metadata }, new RecordingOutputs()).Error!.Traceback).Replace("\e[31m", "").Replace("\e[0m", "");
    }

    [Fact]
    public void Value_ThatFSharpWritesInAWayOfItsOwn_IsShownSo()
    {
        (string Code, string Shown)[] cases =
        [
            ("[]", "[]"),
            ("let a = 1\n[||]\n", "[||]"),
            ("None", "None"),
            ("let n: int option = None\nn", "None"),
            ("Some 3", "Some 3"),
            ("[Some 1; None]", "[Some 1; None]"),
            ("printfn \"once\"\nOk 3", "Ok 3"),
            ("let r: Result<int, string> = Error \"no\"\n(r, Some (Some \"x\"))", "(Error \"no\", Some (Some \"x\"))"),
            ("let add x y = x + y\nadd", "<fun: int -> int -> int>"),
            ("fun x -> x", "<fun: 'a -> 'a>"),
            ("ref 3", "{ contents = 3 }"),
            ("type Shape = Circle of float | Point\n[Circle 1.0; Point]", "[Circle 1.0, Point]"),
        ];
        Assert.All(cases, one => Assert.Equal(one.Shown, Value("#!fsharp\n" + one.Code)));
    }

    [Fact]
    public void Types_OfCSharpCells_AreThoseOfFSharpToo()
    {
        Ok("record Sort(string Name);\nenum Colour { Red, Grey }");
        Ok("record Volcano(string Name, int Height, Sort Sort, Colour Colour);\nvar etna = new Volcano(\"Etna\", 3357, new(\"strato\"), Colour.Grey);\nvar all = new List<Volcano> { etna };");
        Assert.Equal("Etna strato", Value("#!fsharp\n#!share etna --from csharp\netna.Name + \" \" + etna.Sort.Name"));
        Assert.Equal("3357", Value("#!fsharp\n#!set --name all --value @csharp:all\nmatch all[0].Colour with Colour.Grey -> all |> Seq.sumBy (fun v -> v.Height) | _ -> 0"));
        Assert.Equal("True", Value("#!fsharp\nlet lower = Volcano(\"Low\", 1, etna.Sort, Colour.Red)\n#!csharp\n#!share lower --from fsharp\nVolcano low = lower;\nlow.Sort == etna.Sort"));
        Assert.Contains("'nameless' is anonymous, which F# does not see", Fail("var nameless = new { A = 1 };\n#!fsharp\n#!share nameless --from csharp").Traceback);
        Ok("record Volcano(string Name); var other = new Volcano(\"Hekla\");");
        Assert.Contains("was declared anew after F# had taken it", Fail("#!fsharp\n#!share other --from csharp").Traceback);
        Assert.Equal("Etna", Value("#!fsharp\netna.Name"));
    }

    [Fact]
    public void Completion_InFSharp_KnowsItsNames()
    {
        Assert.Empty(Complete("#!html\nCons"));
        Assert.Empty(Complete("#!fsharp\nlet"));
        Ok("#!fsharp\nlet volcano = 1\nlet volcanoes = [1]");
        Assert.Equal(["volcano", "volcanoes"], Complete("#!fsharp\nlet x = volc"));
        Assert.Equal(["map", "map2", "map3", "mapFold", "mapFoldBack", "mapi", "mapi2"], Complete("#!fsharp\nvolcanoes |> List.map"));
        Assert.Contains("Console", Complete("#!fsharp\n1\n#!csharp\nConsol"));

        string[] Complete(string code)
        {
            var list = Engine.Complete(code, code.Length);
            Assert.Equal(code.Length, list.End);
            Assert.All(list.Items, item => Assert.StartsWith(code[list.Start..], item.Text));
            return [.. list.Items.Select(static item => item.Text)];
        }
    }

    [Fact]
    public void Interrupt_EndlessFSharp_IsLeftBehindAndItsSessionGoesOn()
    {
        Ok("#!fsharp\nlet mutable kept = 41");
        var outputs = new RecordingOutputs();
        Assert.Equal("Interrupted", Interrupted("#!fsharp\nlet rec forever x = if x > 30000000000L then x else forever (x + 1L)\nforever 0L", after: 3000, outputs).Error);
        Assert.Contains("F#", outputs.Stderr);
        Assert.Equal("42", Value("#!fsharp\nkept + 1"));
        Assert.Equal("2", Value("1 + 1"));
        Ok("#!fsharp\nkept <- 7");
        Assert.Equal("8", Value("#!fsharp\nkept + 1"));
    }

    [Fact]
    public void Function_OfFSharp_IsSharedWithCSharp()
    {
        Ok("#!fsharp\nlet twice x = 2 * x\nlet cube = fun (x: float) -> x * x * x");
        Assert.Equal("42 27", Value("#!share twice --from fsharp\n#!share cube --from fsharp\ntwice.Invoke(21) + \" \" + cube.Invoke(3)"));
    }

    [Fact]
    public void Language_ThatWasNotBuilt_SaysWhatToDo()
    {
        Environment.SetEnvironmentVariable("ISOPLETH_FSHARP", "/nowhere");
        try
        {
            var message = Assert.Throws<MagicException>(static () => new CellLanguages().FSharp).Message;
            Assert.Contains("there is no /nowhere/Isopleth.FSharp.dll", message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ISOPLETH_FSHARP", null);
        }
    }
}
