using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

/// <summary>Reads topologies with the operators of this file.</summary>
internal static class Topology
{
    public static OperatorCatalog Catalog { get; } =
        new([typeof(LinesSource), typeof(FolderSink), typeof(LengthFilter), typeof(EverythingMapper), typeof(PlainMapper), typeof(LineDeduplicator), typeof(LinesSink)]);

    public static TopologyReading Read(string yaml, params string[] overrides) => Read(yaml, new Dictionary<string, string>(), overrides);

    public static TopologyReading Read(string yaml, IReadOnlyDictionary<string, string> environment, params string[] overrides) =>
        new TopologyReader(Catalog, name => environment.GetValueOrDefault(name)).ReadText(yaml, "/base", overrides);

    public static TopologySpec Spec(string yaml, params string[] overrides)
    {
        var reading = Read(yaml, overrides);
        Assert.Empty(reading.Problems);
        return reading.Spec!;
    }

    /// <summary>A whole topology around some steps; the first step's line is line 4.</summary>
    public static string WithSteps(string steps) => $"name: t\nsource: {{ lines: {{ path: in.txt }} }}\nsteps:\n{steps}\nsink: {{ folder: {{ path: out }} }}\n";
}

/// <summary>Options of a source of lines.</summary>
public sealed record LinesSourceOptions : IValidatesOptions
{
    /// <summary>Files to read.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Other names for columns.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public IEnumerable<OptionProblem> Validate(string baseFolder) =>
        Path.Where(p => p.StartsWith("missing", StringComparison.Ordinal)).Select(p => new OptionProblem("path", $"no such file: {System.IO.Path.Combine(baseFolder, p)}"));
}

/// <summary>Reads lines.</summary>
[Operator("lines", Example = "{ path: books.txt }")]
internal sealed class LinesSource(LinesSourceOptions options) : Source
{
    public LinesSourceOptions Options { get; } = options;

    public override bool IsBounded => true;

    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort) => ValueTask.FromResult(RowSchema.Text);

    public override IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, CancellationToken abort) => AsyncEnumerable.Empty<SourceBatch>();
}

/// <summary>Options of a sink.</summary>
public sealed record FolderSinkOptions
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }
}

/// <summary>Writes a folder.</summary>
[Operator("folder", Example = "{ path: out }")]
internal sealed class FolderSink(FolderSinkOptions options) : Sink
{
    public override string Path => options.Path;

    public override TableLayout Layout => TableLayout.Plain;

    public override IShardFormat Format => throw new NotSupportedException();

    public override ByteSize TargetFileSize => ByteSize.MiB(1);
}

/// <summary>Writes lines: a sink that shares its name with a source.</summary>
[Operator("lines", Example = "{ path: out }")]
internal sealed class LinesSink(FolderSinkOptions options) : Sink
{
    public override string Path => options.Path;

    public override TableLayout Layout => TableLayout.Plain;

    public override IShardFormat Format => throw new NotSupportedException();

    public override ByteSize TargetFileSize => ByteSize.MiB(1);
}

/// <summary>Options of <see cref="LengthFilter"/>.</summary>
public sealed record LengthFilterOptions : IValidatableObject
{
    /// <summary>The fewest characters, <c>max_len</c> at most.</summary>
    [Range(0, int.MaxValue)]
    public int MinLen { get; init; } = 10;

    /// <summary>The most characters.</summary>
    [Range(1, 1_000_000)]
    public int MaxLen { get; init; } = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        MinLen > MaxLen ? [new("min_len is above max_len", [nameof(MinLen)])] : [];
}

/// <summary>Keeps texts of a length.</summary>
/// <remarks>Measured in characters.</remarks>
[Operator("length_filter", Example = "{ min_len: 200 }")]
internal sealed class LengthFilter(LengthFilterOptions options) : Filter
{
    protected override bool Keep(Sample sample) => sample.Text.Length >= options.MinLen;

    protected override Rejection Explain(Sample sample) => new("too short");
}

/// <summary>Colours.</summary>
public enum Colour
{
    DarkRed,
    Blue,
}

/// <summary>Options within options.</summary>
public sealed record InnerOptions
{
    /// <summary>A depth.</summary>
    public required int Depth { get; init; }

    /// <summary>A note.</summary>
    public string? Note { get; init; }
}

/// <summary>An option of every type.</summary>
public sealed record EverythingOptions
{
    public bool Flag { get; init; }

    public int Count { get; init; } = 3;

    public long MaxBytes { get; init; } = 1 << 20;

    public int LingerMs { get; init; } = 5;

    [Range(0.0, 1.0)]
    public double Ratio { get; init; } = 0.5;

    public float Small { get; init; } = 0.25f;

    public ulong Seed { get; init; }

    public string Word { get; init; } = "none";

    [AllowedValues("nfc", "nfkc")]
    public string Normalization { get; init; } = "nfc";

    [RegularExpression("^[a-z]+$")]
    public string? Lower { get; init; }

    public Colour Colour { get; init; } = Colour.Blue;

    [Range(1, 60)]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    public ByteSize Memory { get; init; } = ByteSize.MiB(64);

    public int? Limit { get; init; } = 7;

    [Range(1, 9)]
    public IReadOnlyList<int> Sizes { get; init; } = [1, 2];

    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public InnerOptions? Inner { get; init; }

    public IReadOnlyList<InnerOptions> Layers { get; init; } = [];

    /// <summary>A model's folder.</summary>
    [PathOption("built_in")]
    public string? Model { get; init; }

    [PathOption]
    public IReadOnlyList<string> Lists { get; init; } = [];
}

/// <summary>Has every type of option.</summary>
[Operator("everything_mapper")]
internal sealed class EverythingMapper(EverythingOptions options) : Mapper
{
    protected override void Map(Sample sample) => sample.Text = options.Word;
}

/// <summary>Has no options.</summary>
[Operator("plain_mapper")]
internal sealed class PlainMapper : Mapper
{
    protected override void Map(Sample sample)
    {
    }
}

/// <summary>Has no base class of its kind.</summary>
[Operator("line_deduplicator")]
internal sealed class LineDeduplicator : Operator
{
    public override ValueTask ApplyAsync(SampleBatch batch) => ValueTask.CompletedTask;
}
