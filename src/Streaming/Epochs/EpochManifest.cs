using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Telemetry;

namespace Streaming.Epochs;

/// <summary>What a commit says beside the log (<c>_streaming/epochs/&lt;epoch&gt;-&lt;attempt&gt;.json</c>). The newest one is enough to go on: it carries state forward.</summary>
internal sealed record EpochManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required long Epoch { get; init; }

    public required long Attempt { get; init; }

    public required string Pipeline { get; init; }

    public required string Run { get; init; }

    public required string TopologyHash { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The manifest before this one, or null.</summary>
    public string? Previous { get; init; }

    public bool IsEnd { get; init; }

    /// <summary>Names the splits of shared sources that the worker had in hand; null where there are none. Epochs of another hand had operators of their own.</summary>
    public string? SharedHand { get; init; }

    /// <summary>Set where rejects were re-scored, or dead letters tried again: the operators that were asked again.</summary>
    public IReadOnlyList<string>? Rescored { get; init; }

    /// <summary>The splits that moved in this epoch.</summary>
    public required IReadOnlyList<MovedSplit> Positions { get; init; }

    /// <summary>The interleaving: pairs of a split, by its place in <see cref="Positions"/>, and how many of its records followed each other.</summary>
    public required IReadOnlyList<long[]> Interleaving { get; init; }

    /// <summary>How the sources were mixed, and how far each was behind its share at the end; null where they were not.</summary>
    public MixRecord? Mix { get; init; }

    /// <summary>What else steered the epoch; null where nothing did.</summary>
    public SteeringRecord? Steering { get; init; }

    public required IReadOnlyList<OperatorCounts> Operators { get; init; }

    public required SampleCounts Samples { get; init; }

    /// <summary>The primary table's files of this epoch.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The other outputs' files of this epoch, by output name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ManifestFile>> SideFiles { get; init; }

    /// <summary>The state of every split that has one, carried forward.</summary>
    public required IReadOnlyList<SplitState> Splits { get; init; }

    /// <summary>The log parts of every operator that keeps a log, carried forward.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LogPart>> Logs { get; init; }

    /// <summary>Digests of the models that touched the epoch.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions of the libraries that computed them (<c>onnxruntime</c>); empty in manifests from before they were written down.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public string Path => PathOf(Epoch, Attempt);

    public static string PathOf(long epoch, long attempt) => $"{TableFolders.Epochs}/{epoch:D10}-{attempt:x16}.json";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static async ValueTask<EpochManifest> ReadAsync(Stream json, CancellationToken abort)
    {
        await using (json)
        {
            return await JsonSerializer.DeserializeAsync<EpochManifest>(json, Json, abort) ?? throw new InvalidDataException("The epoch's manifest is empty.");
        }
    }
}

/// <summary>A split that moved.</summary>
internal sealed record MovedSplit(string Source, string Split, long From, long To)
{
    [JsonIgnore]
    public SplitId Id => new(Source, Split);
}

/// <summary>A file of an epoch; <paramref name="Stats"/> is the text of the log's <c>add.stats</c>.</summary>
internal sealed record ManifestFile(string Path, long Size, long Rows, string Stats);

/// <summary>The state that one operator holds of one split: a piece of a state file.</summary>
internal sealed record SplitState(string Source, string Split, string Operator, string File, long Offset, long Length)
{
    [JsonIgnore]
    public SplitId Id => new(Source, Split);
}

/// <summary>A part of an operator's log. Sixteen parts of a tier are joined into one of the next, so that the list grows with the logarithm of the epochs only.</summary>
internal sealed record LogPart(string File, long Length, int Tier);
