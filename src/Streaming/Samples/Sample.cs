namespace Streaming.Samples;

/// <summary>One training sample on its way through the engine. Operators may change it in place: a sample is in one operator's hands at a time.</summary>
public sealed class Sample
{
    /// <summary>Stable across replays: the key that the source gave, or a 128-bit hash of source, split and position in hex.</summary>
    public required string Id { get; init; }

    /// <summary>The text; empty where there is none. Media are marked in it by placeholder tokens.</summary>
    public string Text { get; set; } = "";

    /// <summary>Images in the order of their placeholders.</summary>
    public IReadOnlyList<Media> Images { get; set; } = [];

    /// <summary>Sounds in the order of their placeholders.</summary>
    public IReadOnlyList<Media> Audios { get; set; } = [];

    /// <summary>Films in the order of their placeholders.</summary>
    public IReadOnlyList<Media> Videos { get; set; } = [];

    /// <summary>Chat turns.</summary>
    public IReadOnlyList<ChatTurn> Messages { get; set; } = [];

    /// <summary>Every other column; values as <see cref="ColumnType"/> says.</summary>
    public ColumnValues Meta { get; init; } = new();

    /// <summary>What filters and scorers computed.</summary>
    public SampleStats Stats { get; init; } = new();

    /// <summary>What operators of the stage that holds it decoded of its media; null where nothing is kept.</summary>
    public DecodedMedia? Decoded { get; internal set; }

    /// <summary>Where it came from.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>About how many bytes of memory the sample holds: text as UTF-16, media and columns in full, plus object overhead.</summary>
    public long EstimateBytes() => SampleSize.Of(this);

    /// <summary>Lets go of <see cref="Decoded"/>.</summary>
    internal void LetGoOfDecoded()
    {
        Decoded?.Release();
        Decoded = null;
    }

    /// <summary>A copy whose members can be changed alone; texts, media and column values are shared.</summary>
    public Sample Copy(string? id = null, Lineage? lineage = null) => new()
    {
        Id = id ?? Id,
        Text = Text,
        Images = Images,
        Audios = Audios,
        Videos = Videos,
        Messages = Messages,
        Meta = Meta.Copy(),
        Stats = Stats.Copy(),
        Lineage = lineage ?? Lineage,
    };
}
