namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The repairs that <see cref="UnicodeRepair"/> may make, in the order in which it makes them.</summary>
[Flags]
internal enum UnicodeFixes
{
    None = 0,

    /// <summary>Decode HTML entities up to the first line that holds a '&lt;' (what follows is taken for real HTML).</summary>
    HtmlEntities = 1,

    /// <summary>Decode HTML entities everywhere.</summary>
    AllHtmlEntities = 2,

    /// <summary>Undo mojibake.</summary>
    Encoding = 4,

    /// <summary>Read C1 control characters as Windows-1252, as browsers do.</summary>
    C1Controls = 8,

    /// <summary>Take apart Latin ligatures and digraphs.</summary>
    Ligatures = 16,

    /// <summary>Give fullwidth and halfwidth forms their usual width.</summary>
    Width = 32,

    /// <summary>Straighten curly quotes.</summary>
    Quotes = 64,

    /// <summary>Turn every line end into a line feed.</summary>
    LineBreaks = 128,

    /// <summary>Turn lone surrogates into U+FFFD.</summary>
    Surrogates = 256,

    /// <summary>Remove ANSI colour and cursor sequences.</summary>
    TerminalEscapes = 512,

    /// <summary>Remove control characters that show nothing.</summary>
    ControlCharacters = 1024,

    All = HtmlEntities | Encoding | C1Controls | Ligatures | Width | Quotes | LineBreaks | Surrogates | TerminalEscapes | ControlCharacters,
}
