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
    private readonly OwnFolder _folder;
    private AgainstRecord _record;
    private LogMark _mark;

    private AgainstIndex(KeyStoreOptions options, ulong parameters, OperatorContext context)
    {
        _folder = OwnFolder.Take((options.StoreDirectory ?? KeyStores.FolderOf(context)) + "-against");
        _log = new(parameters);
        _mark = LogMark.Start(parameters);
        try
        {
            _store = KeyStores.Open<TKey>(options with { StoreDirectory = Path.Combine(_folder.Path, "index"), StoreName = options.StoreName + "-against" }, context, _mark);
            _record = AgainstRecord.Read(RecordPath, parameters);
        }
        catch
        {
            _store?.Dispose();
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _store.Bytes + _log.Bytes;

    private string RecordPath => Path.Combine(_folder.Path, "read.json");

    private string LogPath => Path.Combine(_folder.Path, "keys.log");

    /// <summary>Opens the index and reads what is new in the tables.</summary>
    /// <param name="options">The tables, and where keys lie.</param>
    /// <param name="parameters">A digest of the options that shape keys.</param>
    /// <param name="context">What the operator got.</param>
    /// <param name="sign">Gives the keys of a row; called for several rows at once.</param>
    /// <param name="each">Gets every key, of those that were read before too.</param>
    public static async ValueTask<AgainstIndex<TKey>> OpenAsync(KeyStoreOptions options, ulong parameters, OperatorContext context, Action<Sample, List<TKey>> sign, Action<TKey>? each = null)
    {
        var index = new AgainstIndex<TKey>(options, parameters, context);
        try
        {
            index.Restore(options.Against, each);
            foreach (var table in options.Against)
            {
                await index.ReadAsync(table, context.Time, sign, each);
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

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Restore(IReadOnlyList<string> tables, Action<TKey>? each)
    {
        using var log = new FileStream(LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (log.Length < _record.Length || _record.Tables.Keys.Except(tables).Any())
        {
            // The log is gone, or has keys of a table that is not asked for any more: everything is read again.
            _record = _record with { Length = 0, Tables = [] };
        }

        log.SetLength(_record.Length);
        var restoring = new RestoredLog<TKey>(_store, _mark, each);
        _log.Restore(log, restoring);
        _mark = restoring.End();
    }

    private async ValueTask ReadAsync(string table, TimeProvider time, Action<Sample, List<TKey>> sign, Action<TKey>? each)
    {
        long unsealed = 0;
        await foreach (var batch in new CommittedRows(table, time).ReadAsync(_record.PositionsOf(table)))
        {
            Add(batch.Batch.Samples, sign, each);
            _record.Advance(table, batch);
            unsealed += batch.Batch.Samples.Count;
            if (unsealed >= PartRows)
            {
                Seal();
                unsealed = 0;
            }
        }

        Seal();
    }

    private void Add(List<Sample> rows, Action<Sample, List<TKey>> sign, Action<TKey>? each)
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

        // In the name of its row: what a kill makes come again is not new.
        ulong[] owners = _store.NeedsOwners ? [.. signatures.SelectMany((s, i) => Enumerable.Repeat(SampleKey.Of(rows[i], ""), s.Count))] : [];
        _store.Add(keys, owners, isNew);
        for (var i = 0; i < keys.Length; i++)
        {
            if (isNew[i])
            {
                _log.Add(keys[i]);
                each?.Invoke(keys[i]);
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
