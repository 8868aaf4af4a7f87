namespace Streaming.Tables;

/// <summary>A file format for shards.</summary>
public interface IShardFormat
{
    /// <summary>The files' suffix, with its dot: <c>.parquet</c>, <c>.jsonl.zst</c>.</summary>
    string Extension { get; }

    /// <summary>The schema as the format stores it (a format without unsigned integers widens them). Unsupported types are a <see cref="Operators.BadInputException"/>.</summary>
    RowSchema Store(RowSchema schema);

    /// <summary>Starts a shard. The same samples give the same bytes.</summary>
    /// <param name="file">An empty, writable stream; the writer leaves it open.</param>
    /// <param name="schema">The schema of the samples, before <see cref="Store"/>.</param>
    /// <param name="limits">How to size it.</param>
    IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits);
}

/// <summary>Sizes of a shard's parts.</summary>
/// <param name="RowGroupBytes">A row group is closed at about this many bytes of samples in memory.</param>
public sealed record ShardLimits(long RowGroupBytes);

/// <summary>Writes one shard.</summary>
public interface IShardWriter : IAsyncDisposable
{
    /// <summary>Bytes written to the file so far (buffered row groups not counted).</summary>
    long WrittenBytes { get; }

    /// <summary>Bytes of memory that buffered samples take.</summary>
    long BufferedBytes { get; }

    /// <summary>Appends samples in order.</summary>
    ValueTask WriteAsync(IReadOnlyList<Sample> samples);

    /// <summary>Writes what is buffered and the footer, and says what the file holds. Durability is the caller's.</summary>
    ValueTask<ShardSummary> CloseAsync();
}

/// <summary>What a shard holds.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Statistics of leaf columns by dotted path; only those that are exact or safe bounds.</param>
public sealed record ShardSummary(long Rows, IReadOnlyDictionary<string, ColumnStatistics> Columns);

/// <summary>Statistics of one leaf column.</summary>
/// <param name="NullCount">Missing values.</param>
/// <param name="Min">A lower bound (a <see cref="long"/>, <see cref="double"/> or <see cref="string"/>), or null.</param>
/// <param name="Max">An upper bound, or null.</param>
public sealed record ColumnStatistics(long NullCount, object? Min, object? Max);
