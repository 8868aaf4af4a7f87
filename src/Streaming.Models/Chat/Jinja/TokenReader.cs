namespace Streaming.Models.Chat.Jinja;

/// <summary>Goes through the tokens of a template.</summary>
internal sealed class TokenReader(List<JinjaToken> tokens)
{
    private int _at;

    public JinjaToken Now => tokens[_at];

    public JinjaToken Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public JinjaToken Take() => tokens[_at == tokens.Count - 1 ? _at : _at++];

    public bool Skip(JinjaKind kind, string text)
    {
        if (!Now.Is(kind, text))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool SkipSign(string text) => Skip(JinjaKind.Operator, text);

    public bool SkipWord(string text) => Skip(JinjaKind.Name, text);

    public void ExpectSign(string text)
    {
        if (!SkipSign(text))
        {
            throw Error($"'{text}' is expected");
        }
    }

    public void Expect(JinjaKind kind)
    {
        if (Take().Kind != kind)
        {
            _at = Math.Max(0, _at - 1);
            throw Error($"{kind} is expected");
        }
    }

    public string Name() => Now.Kind == JinjaKind.Name ? Take().Text : throw Error("a name is expected");

    public JinjaException Error(string what) => new($"line {Now.Line}: {what}, '{Now.Text}' ({Now.Kind}) is there");
}
