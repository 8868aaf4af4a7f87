using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Testing;

/// <summary>Entries that add, add again, remove and compact a few files over and over, and the plainest possible account of what they leave.</summary>
public sealed class RandomLog
{
    private readonly List<AddAction> _files = [];
    private readonly Dictionary<string, long> _transactions = [];

    private RandomLog()
    {
    }

    /// <summary>The entries; the first creates the table.</summary>
    public List<LogAction[]> Entries { get; } = [];

    /// <summary>After each entry: the files in order and the transactions, as text.</summary>
    public List<string> States { get; } = [];

    /// <summary>A log of this many entries; the same seed gives the same.</summary>
    public static RandomLog Of(int seed, int entries, long now)
    {
        var random = new Random(seed);
        var log = new RandomLog();
        log.Append([ProtocolAction.Current, MetadataAction.For("5fba94ed-9794-4965-ba6e-6ee3c0d22af9", null, RowSchema.Text, DateTimeOffset.UnixEpoch)]);
        while (log.Entries.Count < entries)
        {
            var names = Enumerable.Range(0, random.Next(4)).Select(_ => $"f{random.Next(12)}").Distinct().ToList();
            log.Append(
            [
                .. names.Select(name => (LogAction)(random.Next(3) == 0
                    ? new RemoveAction(name, now, random.Next(2) == 0)
                    : new AddAction(name, random.Next(100), random.Next(5), random.Next(2) == 0))),
                .. Enumerable.Range(0, random.Next(3)).Select(i => new TxnAction($"p/{i}", random.Next(100))),
            ]);
        }

        return log;
    }

    /// <summary>What a snapshot holds, in the form of <see cref="States"/>.</summary>
    public static string Describe(TableSnapshot table) => Describe(table.Files, table.Transactions);

    private static string Describe(IEnumerable<AddAction> files, IEnumerable<KeyValuePair<string, long>> transactions) =>
        string.Join(' ', files.Select(f => $"{f.Path}:{f.Size}").Concat(transactions.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")));

    private void Append(LogAction[] entry)
    {
        Entries.Add(entry);
        _files.RemoveAll(f => entry.OfType<RemoveAction>().Any(r => r.Path == f.Path));
        foreach (var add in entry.OfType<AddAction>())
        {
            var at = _files.FindIndex(f => f.Path == add.Path);
            if (at < 0)
            {
                _files.Add(add);
            }
            else
            {
                _files[at] = add;
            }
        }

        foreach (var txn in entry.OfType<TxnAction>())
        {
            _transactions[txn.AppId] = txn.Version;
        }

        States.Add(Describe(_files, _transactions));
    }
}
