using RocksDbSharp;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>An open RocksDB for keys that are hashes: its folder and how it is set.</summary>
/// <remarks>
/// <para>Most keys asked for are not there, and only whole keys are asked for. So: filters over whole keys and no prefixes. Ten bits a key give 1 % false answers; the larger levels, nearly all of the keys, have Ribbon
/// filters, which take less memory and more time to make, the first ones Bloom filters. Filters and indexes are cut into pieces that live in the block cache, so that memory is bounded however many keys there
/// are; where the filters outgrow it, a look costs a read of a piece.</para>
/// <para>Of the memory three parts of eight are write buffers, a tenth of each a filter over its keys (a look goes through a skip list otherwise), the rest is the block cache. Sorted runs are merged by size (universal compaction): a key is rewritten about log(keys) times, where levels
/// would rewrite it ten times a level.</para>
/// </remarks>
internal sealed class RocksFolder : IDisposable
{
    /// <summary>The least memory that it runs well with.</summary>
    public const long MinMemoryBytes = 8 << 20;

    private const int MostWorkers = 64;
    private const int BitsPerKey = 10;
    private const int LastLevelFrom = 2;
    private const int BlockBytes = 8 << 10;
    private const double BufferFilterShare = 0.1;

    private readonly string _path;

    private RocksFolder(string path, long memory)
    {
        _path = path;
        MemoryBytes = memory;
        Db = RocksDb.Open(OptionsFor(memory), path);
    }

    public RocksDb Db { get; private set; }

    public long MemoryBytes { get; }

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

    /// <summary>Empties the database.</summary>
    public void Clear()
    {
        Db.Dispose();
        Directory.Delete(_path, recursive: true);
        Directory.CreateDirectory(_path);
        Db = RocksDb.Open(OptionsFor(MemoryBytes), _path);
    }

    public void Dispose()
    {
        Db.Flush(new FlushOptions().SetWaitForFlush(true));
        Db.Dispose();
    }

    private static DbOptions OptionsFor(long memory)
    {
        var buffer = (ulong)(memory / 8);
        var native = Native.Instance;
        var table = new BlockBasedTableOptions()
            .SetBlockSize(BlockBytes)
            .SetBlockCache(Cache.CreateLru((ulong)memory - (3 * buffer)))
            .SetFilterPolicy(native.rocksdb_filterpolicy_create_ribbon_hybrid(BitsPerKey, LastLevelFrom))
            .SetWholeKeyFiltering(true)
            .SetCacheIndexAndFilterBlocks(true)
            .SetIndexType(BlockBasedTableIndexType.TwoLevelIndex)
            .SetFormatVersion(5);
        native.rocksdb_block_based_options_set_partition_filters(table.Handle, 1);
        native.rocksdb_block_based_options_set_pin_top_level_index_and_filter(table.Handle, 1);
        var options = new DbOptions();
        native.rocksdb_options_set_memtable_whole_key_filtering(options.Handle, 1);
        return (DbOptions)options
            .SetMemtablePrefixBloomSizeRatio(BufferFilterShare)
            .SetCreateIfMissing(true)
            .SetBlockBasedTableFactory(table)
            .SetWriteBufferSize(buffer)
            .SetMaxWriteBufferNumber(3)
            .SetCompactionStyle(Compaction.Universal)
            .SetCompression(Compression.Lz4)
            .IncreaseParallelism(2)
            .SetMaxOpenFiles(512)
            .SetKeepLogFileNum(2)
            .SetMaxLogFileSize(1 << 20)
            .SetStatsDumpPeriodSec(0);
    }
}
