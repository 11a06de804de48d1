using System.Globalization;

namespace Isopleth.Catalogue.Templates;

/// <summary>One expression between <c>{{</c> and <c>}}</c>, read by precedence: sum and join, product, filter, call.</summary>
internal sealed class TemplateExpression
{
    private readonly string _source;
    private readonly List<Token> _tokens;
    private readonly List<string> _names = [];
    private readonly List<string> _environmentNames = [];
    private readonly Func<TemplateScope, object?> _evaluate;
    private int _at;

    private TemplateExpression(string source)
    {
        _source = source.Trim();
        _tokens = TemplateLexer.Tokens(source);
        _evaluate = Sum();
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected();
        }
    }

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> EnvironmentNames => _environmentNames;

    private Token Current => _tokens[_at];

    public static TemplateExpression Parse(string source) => new(source);

    public object? Evaluate(TemplateScope scope) => _evaluate(scope);

    private Func<TemplateScope, object?> Sum()
    {
        var left = Product();
        while (Current is { Kind: TokenKind.Sign, Text: "~" or "+" or "-" })
        {
            left = Binary(Take().Text, left, Product());
        }

        return left;
    }

    private Func<TemplateScope, object?> Product()
    {
        var left = Filtered();
        while (Current is { Kind: TokenKind.Sign, Text: "*" or "/" or "//" or "%" })
        {
            left = Binary(Take().Text, left, Filtered());
        }

        return left;
    }

    private Func<TemplateScope, object?> Binary(string sign, Func<TemplateScope, object?> left, Func<TemplateScope, object?> right) =>
        scope => TemplateOperations.Binary(sign, left(scope), right(scope), _source);

    private Func<TemplateScope, object?> Filtered()
    {
        var before = _names.Count;
        var value = Postfix();
        while (TakeIf("|"))
        {
            var name = TakeName();
            if (name is "default" or "d")
            {
                // A name with a default need not have a value.
                _names.RemoveRange(before, _names.Count - before);
            }

            var arguments = TakeIf("(") ? Arguments(")") : [];
            var input = value;
            TemplateOperations.RequireFilter(name, _source);
            value = scope => TemplateOperations.Filter(name, input(scope), Evaluate(arguments, scope), _source);
        }

        return value;
    }

    private Func<TemplateScope, object?> Postfix()
    {
        var value = Primary();
        while (true)
        {
            var input = value;
            if (TakeIf("."))
            {
                var name = TakeName();
                var arguments = TakeIf("(") ? Arguments(")") : null;
                value = scope => TemplateOperations.Member(name, input(scope), arguments is null ? null : Evaluate(arguments, scope), _source);
            }
            else if (TakeIf("["))
            {
                var index = Arguments("]");
                value = scope => TemplateOperations.Item(input(scope), Evaluate(index, scope), _source);
            }
            else
            {
                return value;
            }
        }
    }

    private Func<TemplateScope, object?> Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return _ => token.Text;
            case TokenKind.Number:
                object number = long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)
                    ? integer
                    : (object)double.Parse(token.Text, CultureInfo.InvariantCulture);
                return _ => number;
            case TokenKind.Name:
                return Named(token.Text);
            case TokenKind.Sign when token.Text == "(":
                return Parenthesised();
            case TokenKind.Sign when token.Text == "-":
                return Binary("-", _ => 0L, Postfix());
            case TokenKind.Sign when token.Text == "[":
                var items = Arguments("]");
                return scope => Evaluate(items, scope);
            default:
                _at--;
                throw Unexpected();
        }
    }

    // (a) is a; (a, b) and (a,) are lists, as the right side of % takes them.
    private Func<TemplateScope, object?> Parenthesised()
    {
        var first = Sum();
        if (TakeIf(")"))
        {
            return first;
        }

        Expect(",");
        List<Func<TemplateScope, object?>> items = [first, .. Arguments(")")];
        return scope => Evaluate(items, scope);
    }

    private Func<TemplateScope, object?> Named(string name)
    {
        switch (name)
        {
            case "true" or "True":
                return _ => true;
            case "false" or "False":
                return _ => false;
            case "none" or "None":
                return _ => null;
        }

        if (!TakeIf("("))
        {
            _names.Add(name);
            return scope => scope.Lookup(name);
        }

        return name is "env" or "client_env" ? EnvironmentVariable() : throw new TemplateException(
            $"The template '{_source}' calls '{name}', which is not available.",
            name is "shell" or "client_shell" ? "An entry runs no programs; use a parameter or env(NAME)." : "The only function is env(NAME).");
    }

    // env takes the variable's name bare, as jinja's undefined names allow, or quoted.
    private Func<TemplateScope, object?> EnvironmentVariable()
    {
        var token = Take();
        if (token.Kind is not (TokenKind.Name or TokenKind.Text))
        {
            _at--;
            throw Unexpected();
        }

        _environmentNames.Add(token.Text);
        if (TakeIf(","))
        {
            var fallback = Sum();
            Expect(")");
            return scope => scope.Environment(token.Text) is string value ? value : fallback(scope);
        }

        Expect(")");
        return scope => scope.Environment(token.Text);
    }

    private List<Func<TemplateScope, object?>> Arguments(string close)
    {
        var arguments = new List<Func<TemplateScope, object?>>();
        while (!TakeIf(close))
        {
            arguments.Add(Sum());
            if (!TakeIf(","))
            {
                Expect(close);
                break;
            }
        }

        return arguments;
    }

    private static object?[] Evaluate(List<Func<TemplateScope, object?>> arguments, TemplateScope scope) => [.. arguments.Select(a => a(scope))];

    private Token Take() => _tokens[_at++];

    private bool TakeIf(string sign)
    {
        var there = Current.Kind == TokenKind.Sign && Current.Text == sign;
        _at += there ? 1 : 0;
        return there;
    }

    private string TakeName() => Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected();

    private void Expect(string sign)
    {
        if (!TakeIf(sign))
        {
            throw Unexpected();
        }
    }

    private TemplateException Unexpected() => new(
        $"The template expression '{_source}' is not understood at '{Current.Text}'.",
        "Use names, quoted text, numbers, filters (|), calls and the operators ~ + - * / // %.");
}
