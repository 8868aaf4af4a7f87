namespace Streaming.SampleDocuments.Documents;

/// <summary>What a document is; the column <c>label</c>.</summary>
internal static class Labels
{
    /// <summary>Nothing is wrong with it.</summary>
    public const string Clean = "clean";

    /// <summary>Clean, but for UTF-8 that was read as Windows-1252 or 1251.</summary>
    public const string Mojibake = "mojibake";

    /// <summary>Clean, but for tags and entities.</summary>
    public const string Html = "html";

    /// <summary>Clean, but for e-mail addresses and links.</summary>
    public const string Contact = "contact";

    /// <summary>The same text as an earlier document.</summary>
    public const string ExactDuplicate = "exact_duplicate";

    /// <summary>An earlier document with a few words changed.</summary>
    public const string NearDuplicate = "near_duplicate";

    /// <summary>Mostly exclamation marks, figures and signs.</summary>
    public const string Shouting = "shouting";

    /// <summary>The same few search words over and over.</summary>
    public const string Keywords = "keywords";

    /// <summary>A character or two over and over.</summary>
    public const string Repetition = "repetition";

    /// <summary>Menus and footers without text.</summary>
    public const string Boilerplate = "boilerplate";

    /// <summary>A word or two.</summary>
    public const string Tiny = "tiny";

    /// <summary>Calls to buy, menus, search words; in stories alone.</summary>
    public const string Advert = "advert";

    /// <summary>Without capitals and stops; in stories alone.</summary>
    public const string Careless = "careless";

    /// <summary>The caption of another picture.</summary>
    public const string WrongCaption = "wrong_caption";

    /// <summary>A file name, or what pages say under any picture.</summary>
    public const string UselessCaption = "useless_caption";

    /// <summary>Those that a filter should reject.</summary>
    public static IReadOnlyList<string> Junk { get; } = [Shouting, Keywords, Repetition, Boilerplate, Tiny];
}
