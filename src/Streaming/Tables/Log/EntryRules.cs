namespace Streaming.Tables;

/// <summary>What an entry must keep to (protocol sections "Delta Log Entries" of the writers' requirements and "Change Metadata").</summary>
internal static class EntryRules
{
    /// <summary>Throws an <see cref="ArgumentException"/> for an entry that the protocol forbids.</summary>
    public static void Check(long version, IReadOnlyList<LogAction> actions)
    {
        RequireUnique(actions.OfType<AddAction>().Select(a => a.Path), "add");
        RequireUnique(actions.OfType<RemoveAction>().Select(a => a.Path), "remove");
        RequireUnique(actions.OfType<TxnAction>().Select(a => a.AppId), "txn");
        RequireUnique(actions.OfType<MetadataAction>().Select(_ => "the table"), "metaData");
        RequireUnique(actions.OfType<ProtocolAction>().Select(_ => "the table"), "protocol");
        var removed = actions.OfType<RemoveAction>().Select(a => a.Path).ToHashSet(StringComparer.Ordinal);
        if (actions.OfType<AddAction>().FirstOrDefault(a => removed.Contains(a.Path)) is { } both)
        {
            throw new ArgumentException($"An entry cannot add and remove '{both.Path}'.", nameof(actions));
        }

        if (version == 0 && !(actions.Any(a => a is ProtocolAction) && actions.Any(a => a is MetadataAction)))
        {
            throw new ArgumentException("The first entry must say protocol and metaData.", nameof(actions));
        }
    }

    private static void RequireUnique(IEnumerable<string> keys, string action)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (keys.FirstOrDefault(key => !seen.Add(key)) is { } twice)
        {
            throw new ArgumentException($"An entry cannot have two {action} actions for '{twice}'.", nameof(keys));
        }
    }
}
