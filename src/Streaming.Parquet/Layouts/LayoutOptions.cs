namespace Streaming.Parquet.Layouts;

/// <summary>How the columns of an input become members of samples: part of the options of every source of rows.</summary>
internal record LayoutOptions
{
    /// <summary>
    /// Which column is what: <c>id</c>, <c>text</c>, <c>images</c>, <c>audios</c>, <c>videos</c>, <c>messages</c> or <c>__dj__stats__</c> on the left, the input's column on the right.
    /// Any other name on the left renames a column. Columns that nothing names are carried through under their own names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads these columns only, by the input's names, besides those that <c>columns</c> or the preset use and <c>id</c>. Empty: all.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>
    /// A dataset's known layout; <c>columns</c> goes before it. <c>laion</c>: <c>TEXT</c> or <c>caption</c> after an image token, the image of <c>jpg</c> or <c>URL</c>, <c>SAMPLE_ID</c> or
    /// <c>key</c>; <c>fineweb</c>: <c>text</c> and <c>id</c>; <c>obelics</c>: <c>texts</c> and <c>images</c> interleaved; <c>llava</c>: <c>conversations</c> and <c>image</c>, the text as
    /// Data-Juicer's converter writes it; <c>sharegpt</c>: <c>conversations</c> as messages.
    /// </summary>
    public LayoutPreset Preset { get; init; }

    /// <summary>Rows in which one of these columns, by the samples' names, is null are passed over: with <c>[text]</c> as Data-Juicer does. A text that is null is empty otherwise.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The folder at which relative paths of media start; they become absolute. Empty: paths stay as they are, and are looked for from the current folder.</summary>
    [PathOption]
    public string MediaRoot { get; init; } = "";

    /// <summary>
    /// These columns, by the input's names, are carried as their JSON, whatever their values look like and however they differ; values that are texts are taken to be JSON already. Of
    /// <c>messages</c> the roles and texts are read as ever (of blocks of content the texts), and the whole is carried as <c>messages_json</c> beside them.
    /// </summary>
    public IReadOnlyList<string> JsonColumns { get; init; } = [];

    /// <summary>Adds the column <c>__dj__suffix__</c>: the suffix of the file's name (<c>.jsonl</c>; with a compression's, <c>.jsonl.gz</c>).</summary>
    public bool AddSuffix { get; init; }
}

/// <summary>Layouts of well-known datasets.</summary>
internal enum LayoutPreset
{
    /// <summary>Data-Juicer's names: <c>text</c>, <c>images</c>, <c>audios</c>, <c>videos</c>, <c>messages</c>, <c>__dj__stats__</c>.</summary>
    None,

    /// <summary>LAION and img2dataset: <c>TEXT</c> or <c>caption</c>, with the image of <c>URL</c> or <c>jpg</c> before it in the text; <c>SAMPLE_ID</c> or <c>key</c> is the id.</summary>
    Laion,

    /// <summary>FineWeb: <c>text</c> and <c>id</c>; <c>url</c>, <c>language_score</c>… are carried.</summary>
    Fineweb,

    /// <summary>OBELICS: <c>texts</c> and <c>images</c> interleaved, a line each.</summary>
    Obelics,

    /// <summary>LLaVA: <c>conversations</c> with <c>&lt;image&gt;</c> tokens, <c>image</c> beside them; the text is the conversation as Data-Juicer's converter writes it.</summary>
    Llava,

    /// <summary>ShareGPT: <c>conversations</c> of <c>from</c> and <c>value</c>; there is no text.</summary>
    Sharegpt,
}
