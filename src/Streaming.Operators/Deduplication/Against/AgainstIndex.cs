using System.Buffers;
using System.Numerics;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Deduplication.Against;

/// <summary>The keys of everything that other tables hold: made of their committed rows, kept from run to run, brought up to their current versions at the start.</summary>
/// <remarks>Keys go into a log of their own, a part for so many rows, and then a record says how far the tables were read: a kill in between leaves a part that the record does not count. The store is an index over that log.</remarks>
internal sealed class AgainstIndex<TKey> : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int PartRows = 1 << 16;

    private readonly IKeyStore<TKey> _store;
    private readonly KeyLog<TKey> _log;
    private readonly string _folder;
    private AgainstRecord _record;
    private LogMark _mark;

    private AgainstIndex(KeyStoreOptions options, ulong parameters, OperatorContext context)
    {
        _folder = KeyStores.FolderOf(context) + "-against";
        Directory.CreateDirectory(_folder);
        _log = new(parameters);
        _mark = LogMark.Start(parameters);
        _store = KeyStores.Open<TKey>(options.Store == KeyStoreKind.Rocksdb ? options with { StoreDirectory = (options.StoreDirectory ?? KeyStores.FolderOf(context)) + "-against" }
            : options with { StoreName = options.StoreName + "-against" }, context, _mark);
        _record = AgainstRecord.Read(RecordPath, parameters);
    }

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _store.Bytes + _log.Bytes;

    /// <summary>Keys of the tables.</summary>
    public long Count => _store.Count;

    /// <summary>Rows that were read when it was opened.</summary>
    public long RowsRead { get; private set; }

    private string RecordPath => Path.Combine(_folder, "read.json");

    private string LogPath => Path.Combine(_folder, "keys.log");

    /// <summary>Opens the index and reads what is new in the tables.</summary>
    /// <param name="options">The tables, and where keys lie.</param>
    /// <param name="parameters">A digest of the options that shape keys.</param>
    /// <param name="context">What the operator got.</param>
    /// <param name="sign">Gives the keys of a row; called for several rows at once.</param>
    public static async ValueTask<AgainstIndex<TKey>> OpenAsync(KeyStoreOptions options, ulong parameters, OperatorContext context, Action<Sample, List<TKey>> sign)
    {
        var index = new AgainstIndex<TKey>(options, parameters, context);
        try
        {
            index.Restore();
            foreach (var table in options.Against)
            {
                await index.ReadAsync(table, context.Time, sign);
            }

            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Whether a row of a table has the key.</summary>
    public bool Contains(TKey key) => _store.Contains(key);

    public void Dispose() => _store.Dispose();

    private void Restore()
    {
        using var log = new FileStream(LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (log.Length < _record.Length)
        {
            // The log is gone: what was read has to be read again.
            _record = _record with { Length = 0, Tables = [] };
        }

        log.SetLength(_record.Length);
        var restoring = new RestoredLog<TKey>(_store, _mark, null);
        _log.Restore(log, restoring);
        _mark = restoring.End();
    }

    private async ValueTask ReadAsync(string table, TimeProvider time, Action<Sample, List<TKey>> sign)
    {
        long unsealed = 0;
        await foreach (var batch in new CommittedRows(table, time).ReadAsync(_record.PositionsOf(table)))
        {
            Add(batch.Batch.Samples, sign);
            _record.Advance(table, batch);
            RowsRead += batch.Batch.Samples.Count;
            unsealed += batch.Batch.Samples.Count;
            if (unsealed >= PartRows)
            {
                Seal();
                unsealed = 0;
            }
        }

        Seal();
    }

    private void Add(List<Sample> rows, Action<Sample, List<TKey>> sign)
    {
        var signatures = new List<TKey>[rows.Count];
        Parallel.For(0, rows.Count, i =>
        {
            signatures[i] = [];
            try
            {
                sign(rows[i], signatures[i]);
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                // A row that cannot be signed is nobody's duplicate.
                signatures[i].Clear();
            }
        });
        TKey[] keys = [.. signatures.SelectMany(s => s)];
        var isNew = new bool[keys.Length];
        _store.Add(keys, _store.NeedsOwners ? new ulong[keys.Length] : [], isNew);
        for (var i = 0; i < keys.Length; i++)
        {
            if (isNew[i])
            {
                _log.Add(keys[i]);
            }
        }
    }

    private void Seal()
    {
        var part = new ArrayBufferWriter<byte>();
        if (_log.Save(part) is { } digest)
        {
            using (var log = new FileStream(LogPath, FileMode.Append))
            {
                log.Write(part.WrittenSpan);
                log.Flush(flushToDisk: true);
            }

            _record = _record with { Length = _record.Length + part.WrittenCount };
            _store.Seal(_mark = _mark.After(digest));
        }

        _record.Write(RecordPath);
    }
}
