namespace Streaming.Models.Chat.Jinja;

/// <summary>What a piece of a template is.</summary>
internal enum JinjaKind
{
    /// <summary>Text outside the tags.</summary>
    Text,

    /// <summary><c>{{</c>.</summary>
    OutputBegin,

    /// <summary><c>}}</c>.</summary>
    OutputEnd,

    /// <summary><c>{%</c>.</summary>
    BlockBegin,

    /// <summary><c>%}</c>.</summary>
    BlockEnd,

    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A string, its escapes resolved.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line that it is on, for errors.</param>
internal readonly record struct JinjaToken(JinjaKind Kind, string Text, int Line)
{
    public bool Is(JinjaKind kind, string text) => Kind == kind && Text == text;
}
