using System.Numerics;
using RocksDbSharp;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>An open RocksDB for keys that are hashes: its folder and how it is set.</summary>
/// <remarks>
/// <para>Most keys asked for are not there, and only whole keys are asked for: half of the memory is one filter over all keys (<see cref="RocksFilter{TKey}"/>). What it lets pass is asked for in each sorted run, so runs have filters
/// over whole keys too; they and the indexes are cut into pieces that live in the block cache, an eighth of the memory, so that it is bounded however many keys there are. In a quarter wait the keys that are not written yet; the rest is for merging.</para>
/// <para>Sorted runs are merged by size (universal compaction), four at least at a time: a key is rewritten log(keys) times, where levels would rewrite it ten times a level. Nothing is overwritten, so there is no space to win
/// back by merging all of them.</para>
/// </remarks>
internal sealed class RocksFolder : IDisposable
{
    /// <summary>The least memory that it runs well with.</summary>
    public const long MinMemoryBytes = 8 << 20;

    private const int MostWorkers = 64;
    private const int BitsPerKey = 8;
    private const int MostRuns = 10;
    private const int MergedAtOnce = 4;
    private const int BlockBytes = 8 << 10;
    private const ulong BufferBytes = 1 << 20;

    private readonly ColumnFamilyOptions _runs = Set(new ColumnFamilyOptions(), MinMemoryBytes);
    private readonly string _path;

    private RocksFolder(string path, long memory)
    {
        _path = path;
        MemoryBytes = memory;
        Db = RocksDb.Open(OptionsFor(memory), path);
    }

    public RocksDb Db { get; private set; }

    public long MemoryBytes { get; }

    /// <summary>Bytes for keys that are not written yet.</summary>
    public long FreshBytes => MemoryBytes / 4;

    /// <summary>Bytes for the filter over all keys.</summary>
    public long FilterBytes => MemoryBytes / 2;

    /// <summary>Opens the first database under <paramref name="directory"/> that no other worker has open: <c>0</c>, else <c>1</c>…</summary>
    public static RocksFolder Open(string directory, long memory)
    {
        for (var worker = 0; ; worker++)
        {
            var path = Path.Combine(directory, $"{worker}");
            Directory.CreateDirectory(path);
            try
            {
                return new(path, Math.Max(memory, MinMemoryBytes));
            }
            catch (RocksDbException e) when (e.Message.StartsWith("Corruption", StringComparison.Ordinal))
            {
                // It can be made again from the table's state; what cannot be read is of no use.
                Directory.Delete(path, recursive: true);
                Directory.CreateDirectory(path);
                return new(path, Math.Max(memory, MinMemoryBytes));
            }
            catch (RocksDbException e) when (worker + 1 < MostWorkers && IsLocked(e))
            {
                // Another worker's: each has an index of its own.
            }
        }
    }

    // In the words of RocksDB: another process has the lock, or this one.
    private static bool IsLocked(RocksDbException e) =>
        e.Message.Contains("While lock file", StringComparison.Ordinal) || e.Message.Contains("lock hold by", StringComparison.Ordinal);

    /// <summary>Takes in keys and other entries, all of them or, where a kill comes, none.</summary>
    public void TakeIn<TKey>(ReadOnlySpan<TKey> keys, ReadOnlySpan<uint> stamps, IReadOnlyList<(byte[] Name, byte[] Value)> others) where TKey : unmanaged, IBinaryInteger<TKey>
    {
        var file = Path.Combine(_path, "fresh.run");
        RocksRun.Write(file, _runs, keys, stamps, others);
        Db.IngestExternalFiles([file], new IngestExternalFileOptions().SetMoveFiles(true));
    }

    /// <summary>Empties the database.</summary>
    public void Clear()
    {
        Db.Dispose();
        Directory.Delete(_path, recursive: true);
        Directory.CreateDirectory(_path);
        Db = RocksDb.Open(OptionsFor(MemoryBytes), _path);
    }

    public void Dispose() => Db.Dispose();

    private static DbOptions OptionsFor(long memory) => (DbOptions)Set(new DbOptions(), memory)
        .SetCreateIfMissing(true)
        .IncreaseParallelism(2)
        .SetMaxOpenFiles(512)
        .SetKeepLogFileNum(2)
        .SetMaxLogFileSize(1 << 20)
        .SetStatsDumpPeriodSec(0);

    private static T Set<T>(T options, long memory) where T : Options<T>
    {
        var native = Native.Instance;
        var table = new BlockBasedTableOptions()
            .SetBlockSize(BlockBytes)
            .SetBlockCache(Cache.CreateLru((ulong)memory / 8))
            .SetFilterPolicy(native.rocksdb_filterpolicy_create_bloom_full(BitsPerKey))
            .SetWholeKeyFiltering(true)
            .SetCacheIndexAndFilterBlocks(true)
            .SetIndexType(BlockBasedTableIndexType.TwoLevelIndex)
            .SetFormatVersion(5);
        native.rocksdb_block_based_options_set_partition_filters(table.Handle, 1);
        native.rocksdb_block_based_options_set_pin_top_level_index_and_filter(table.Handle, 1);
        var merging = native.rocksdb_universal_compaction_options_create();
        native.rocksdb_universal_compaction_options_set_min_merge_width(merging, MergedAtOnce);
        native.rocksdb_universal_compaction_options_set_max_size_amplification_percent(merging, int.MaxValue);
        options
            .SetBlockBasedTableFactory(table)
            .SetWriteBufferSize(BufferBytes)
            .SetCompactionStyle(Compaction.Universal)
            .SetUniversalCompactionOptions(merging)
            .SetLevel0FileNumCompactionTrigger(MostRuns)
            .SetCompression(Compression.Lz4);
        native.rocksdb_universal_compaction_options_destroy(merging);
        return options;
    }
}
