namespace Streaming.Parquet.Layouts;

/// <summary>What a preset knows of its dataset.</summary>
/// <param name="Roles">For each role the columns that may hold it, the likeliest first.</param>
/// <param name="Required">The role without which the preset is the wrong one.</param>
/// <param name="Text">How the text is made.</param>
internal sealed record Preset(IReadOnlyDictionary<string, string[]> Roles, string? Required, TextMaking Text)
{
    private static readonly Preset _none = new(new Dictionary<string, string[]>(), null, TextMaking.AsIs);

    // Layouts: LAION-400M/2B/5B metadata and img2dataset's output; FineWeb, OBELICS and LLaVA-Instruct dataset cards; ShareGPT exports.
    private static readonly Dictionary<LayoutPreset, Preset> _known = new()
    {
        [LayoutPreset.Laion] = new(
            new Dictionary<string, string[]>
            {
                [KnownColumns.Id] = ["SAMPLE_ID", "key", "uid"],
                [KnownColumns.Text] = ["TEXT", "caption", "text"],
                [KnownColumns.Images] = ["jpg", "png", "webp", "image", "URL", "url"],
            },
            KnownColumns.Text,
            TextMaking.ImageBeforeText),
        [LayoutPreset.Fineweb] = new(new Dictionary<string, string[]> { [KnownColumns.Text] = ["text"] }, KnownColumns.Text, TextMaking.AsIs),
        [LayoutPreset.Obelics] = new(
            new Dictionary<string, string[]> { [KnownColumns.Text] = ["texts"], [KnownColumns.Images] = ["images"] },
            KnownColumns.Text,
            TextMaking.Interleaved),
        [LayoutPreset.Llava] = new(
            new Dictionary<string, string[]> { [KnownColumns.Messages] = ["conversations"], [KnownColumns.Images] = ["image", "images"] },
            KnownColumns.Messages,
            TextMaking.FromMessages),
        [LayoutPreset.Sharegpt] = new(
            new Dictionary<string, string[]> { [KnownColumns.Messages] = ["conversations", "conversation", "messages", "items"] },
            KnownColumns.Messages,
            TextMaking.AsIs),
    };

    public static Preset Of(LayoutPreset preset) => _known.GetValueOrDefault(preset, _none);
}

/// <summary>How a sample's text is made.</summary>
internal enum TextMaking
{
    /// <summary>The text column.</summary>
    AsIs,

    /// <summary>An image token, a line break, the text column.</summary>
    ImageBeforeText,

    /// <summary>Texts and images in their order, a line each.</summary>
    Interleaved,

    /// <summary><c>[[human]]: …</c>, a line a turn, as Data-Juicer's llava_to_dj writes it.</summary>
    FromMessages,
}
