using System.Collections.Immutable;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>Replays actions onto a version (protocol section "Action Reconciliation").</summary>
internal sealed class SnapshotBuilder
{
    private readonly FileList _start;
    private readonly Dictionary<int, AddAction?> _changed = [];
    private readonly List<AddAction?> _added = [];
    private readonly Dictionary<string, int> _addedAt = new(StringComparer.Ordinal);

    // Files that took the place of one of the start's (a compaction), and the places that the entry in hand freed: of the start, or (as ~place) of what was added.
    private readonly Dictionary<string, int> _placedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _freed = new(StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, TxnAction>.Builder _txns;
    private readonly ImmutableDictionary<string, RemoveAction>.Builder _tombstones;
    private ProtocolAction? _protocol;
    private MetadataAction? _metadata;
    private long _version;

    public SnapshotBuilder(TableSnapshot? from = null)
    {
        _start = from?.FileList ?? FileList.Empty;
        _txns = (from?.Txns ?? ImmutableDictionary.Create<string, TxnAction>(StringComparer.Ordinal)).ToBuilder();
        _tombstones = (from?.TombstoneMap ?? ImmutableDictionary.Create<string, RemoveAction>(StringComparer.Ordinal)).ToBuilder();
        _protocol = from?.Protocol;
        _metadata = from?.Metadata;
        _version = from?.Version ?? -1;
    }

    /// <summary>Applies one version's actions. Within an entry their order carries no meaning, so what leaves goes first.</summary>
    public void Apply(long at, IReadOnlyList<LogAction> actions)
    {
        _freed.Clear();
        foreach (var remove in actions.OfType<RemoveAction>())
        {
            Remove(remove);
        }

        foreach (var action in actions)
        {
            switch (action)
            {
                case AddAction add: Add(add); break;
                case TxnAction txn: _txns[txn.AppId] = txn; break;
                case ProtocolAction p: _protocol = p; break;
                case MetadataAction m: _metadata = m; break;
                default: break;
            }
        }

        _version = at;
    }

    public TableSnapshot Build()
    {
        if (_protocol is null || _metadata is null)
        {
            throw new BadInputException("The table's log says neither protocol nor schema: its first entries or its checkpoint are missing.");
        }

        RequireReadable(_protocol, _metadata);
        var files = _changed.Count == 0
            ? _start
            : FileList.Empty.Append([.. _start.Select((file, i) => _changed.TryGetValue(i, out var now) ? now : file).OfType<AddAction>()]);
        return new(_version, _protocol, _metadata, files.Append([.. _added.OfType<AddAction>()]), _txns.ToImmutable(), _tombstones.ToImmutable());
    }

    private static void RequireReadable(ProtocolAction protocol, MetadataAction metadata)
    {
        if (protocol.MinReader > ProtocolAction.Current.MinReader)
        {
            throw new BadInputException(
                $"The table asks its readers for version {protocol.MinReader} of the protocol; this engine reads version {ProtocolAction.Current.MinReader}. "
                + "Drop the table's features with the tool that added them, or copy it to a new table.");
        }

        if (metadata.PartitionColumns.Count > 0)
        {
            throw new BadInputException($"The table is partitioned by {string.Join(", ", metadata.PartitionColumns)}; this engine uses tables without partitions. Copy it to a new table.");
        }

        if (metadata.Configuration.TryGetValue("delta.columnMapping.mode", out var mode) && mode != "none")
        {
            throw new BadInputException($"The table maps its column names (delta.columnMapping.mode = {mode}); this engine uses tables without mapping. Copy it to a new table.");
        }
    }

    private void Remove(RemoveAction remove)
    {
        if (_addedAt.Remove(remove.Path, out var at))
        {
            _added[at] = null;
            _freed[remove.Path] = ~at;
        }
        else if (StartPlaceOf(remove.Path) is { } old)
        {
            _placedAt.Remove(remove.Path);
            _changed[old] = null;
            _freed[remove.Path] = old;
        }

        _tombstones[remove.Path] = remove.DataChange ? remove with { DataChange = false } : remove;
    }

    // A file that is added again (new statistics, say) keeps its place. In a version, as opposed to a change, dataChange says nothing:
    // cleared, replaying entries and reading a checkpoint give the same.
    private void Add(AddAction add)
    {
        add = add.DataChange ? add with { DataChange = false } : add;
        if (_addedAt.TryGetValue(add.Path, out var at))
        {
            _added[at] = add;
        }
        else if (StartPlaceOf(add.Path) is { } old)
        {
            _changed[old] = add;
        }
        else if (add.Tags?.GetValueOrDefault(CompactionTags.Place) is { } part && _freed.Remove(part, out var place))
        {
            Place(add, place);
        }
        else
        {
            _addedAt[add.Path] = _added.Count;
            _added.Add(add);
        }

        _tombstones.Remove(add.Path);
    }

    // A merged file stands where its first part stood: the order of rows is that of before.
    private void Place(AddAction add, int place)
    {
        if (place >= 0)
        {
            _changed[place] = add;
            _placedAt[add.Path] = place;
        }
        else
        {
            _added[~place] = add;
            _addedAt[add.Path] = ~place;
        }
    }

    private int? StartPlaceOf(string path) =>
        _placedAt.TryGetValue(path, out var placed) ? placed
        : _start.IndexOf(path) is var old and >= 0 && !(_changed.TryGetValue(old, out var now) && now?.Path != path) ? old
        : null;
}
