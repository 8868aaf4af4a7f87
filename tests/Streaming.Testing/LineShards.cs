using System.Globalization;
using System.Text;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Testing;

/// <summary>A shard format that a test can read with its eyes: a line per sample, <c>id TAB text TAB operator TAB epoch</c>.</summary>
public sealed class LineShards : IShardFormat, IMergesShards
{
    /// <inheritdoc/>
    public string Extension => ".lines";

    /// <inheritdoc/>
    public RowSchema Store(RowSchema schema) => schema;

    /// <inheritdoc/>
    public IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits) => new Writer(file);

    /// <inheritdoc/>
    public async ValueTask<MergedParts> MergeAsync(IReadOnlyList<Func<CancellationToken, ValueTask<Stream>>> parts, Stream into, ShardLimits limits, CancellationToken abort)
    {
        long rows = 0;
        foreach (var part in parts)
        {
            await using var file = await part(abort);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, abort);
            rows += bytes.Count(b => b == '\n');
            await into.WriteAsync(bytes, abort);
        }

        return new(parts.Count, rows);
    }

    private sealed class Writer(Stream file) : IShardWriter
    {
        private long _rows;

        public long WrittenBytes { get; private set; }

        public long BufferedBytes => 0;

        public async ValueTask WriteAsync(IReadOnlyList<Sample> samples)
        {
            foreach (var s in samples)
            {
                var line = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{s.Id}\t{s.Text}\t{s.Meta["operator"]}\t{s.Meta["epoch"]}\n"));
                await file.WriteAsync(line);
                WrittenBytes += line.Length;
                _rows++;
            }
        }

        public ValueTask<ShardSummary> CloseAsync() => ValueTask.FromResult(new ShardSummary(_rows, new Dictionary<string, ColumnStatistics>()));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Options of a <see cref="LineSink"/>.</summary>
/// <param name="Path">Its folder.</param>
public sealed record LineSinkOptions(string Path)
{
    /// <summary>A shard's size.</summary>
    public ByteSize TargetFileSize { get; init; } = ByteSize.MiB(1);

    /// <summary>Delta or plain files.</summary>
    public TableLayout Layout { get; init; } = TableLayout.Delta;

    /// <summary>When its small files are merged.</summary>
    public CompactionOptions? Compaction { get; init; }

    /// <summary>Where it writes; null: the file system.</summary>
    public Func<string, IObjectStore>? Store { get; init; }
}

/// <summary>A sink of <see cref="LineShards"/>.</summary>
[Operator("lines")]
public sealed class LineSink(LineSinkOptions options) : Sink
{
    /// <inheritdoc/>
    public override string Path => options.Path;

    /// <inheritdoc/>
    public override TableLayout Layout => options.Layout;

    /// <inheritdoc/>
    public override IShardFormat Format { get; } = new LineShards();

    /// <inheritdoc/>
    public override CompactionOptions? Compaction => options.Compaction;

    /// <inheritdoc/>
    public override ByteSize TargetFileSize => options.TargetFileSize;

    /// <inheritdoc/>
    public override IObjectStore OpenStore() => options.Store?.Invoke(options.Path) ?? base.OpenStore();
}

/// <summary>Reads what a table of <see cref="LineShards"/> holds.</summary>
public static class LineTable
{
    /// <summary>The lines of all files that the log names, in log order; empty where there is no table.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(IObjectStore store, TableLayout layout = TableLayout.Delta)
    {
        var snapshot = await new DeltaLog(store, null, layout == TableLayout.Delta ? "_delta_log" : "_streaming/log").ReadAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var file in snapshot?.Files ?? [])
        {
            await using var stream = await store.OpenReadAsync(file.Path, CancellationToken.None)
                ?? throw new InvalidDataException($"The log names '{file.Path}', which is missing.");
            using var reader = new StreamReader(stream);
            lines.AddRange((await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines;
    }

    /// <summary>The ids of <see cref="ReadAsync(IObjectStore, TableLayout)"/>.</summary>
    public static async Task<IReadOnlyList<string>> IdsAsync(string folder, TableLayout layout = TableLayout.Delta) =>
        [.. (await ReadAsync(new LocalStore(folder), layout)).Select(l => l.Split('\t')[0])];
}
