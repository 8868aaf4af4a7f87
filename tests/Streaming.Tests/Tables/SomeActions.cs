using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

/// <summary>Any action that may be written, with names of all kinds of characters.</summary>
public static class SomeActions
{
    private static readonly Gen<string> Text = Gen.Elements("a", "B", "é", "日本", "🦊", " ", "%", "#", "?", "+", ":", "&", "\"", "\u0001", "%2F", "..", "=", "~").ListOf().Select(parts => string.Concat(parts));

    private static readonly Gen<string> Segment = Text.Where(s => s is not ("" or "." or ".."));

    private static readonly Gen<string> Path = Segment.NonEmptyListOf().Select(parts => string.Join('/', parts));

    private static readonly Gen<long> Number = Gen.Elements(0, 1, -1, 1_700_000_000_000, long.MaxValue);

    private static readonly Gen<long?> Maybe = Number.OrNull();

    private static readonly Gen<IReadOnlyDictionary<string, string>> Map =
        Gen.Two(Text).ListOf().Select(pairs => (IReadOnlyDictionary<string, string>)pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));

    private static readonly Gen<LogAction> Add =
        from path in Path
        from size in Number
        from time in Number
        from change in Gen.Elements(true, false)
        from stats in Gen.Elements(null, """{"numRecords":3}""")
        from tags in Gen.OneOf(Gen.Constant<IReadOnlyDictionary<string, string>?>(null), Map.Select(m => (IReadOnlyDictionary<string, string>?)m))
        select (LogAction)new AddAction(path, size, time, change, stats, tags);

    private static readonly Gen<LogAction> Remove =
        from path in Path
        from time in Maybe
        from size in Maybe
        from change in Gen.Elements(true, false)
        select (LogAction)new RemoveAction(path, time, change, size);

    private static readonly Gen<LogAction> Txn =
        from id in Text
        from version in Number
        from time in Maybe
        select (LogAction)new TxnAction(id, version, time);

    private static readonly Gen<LogAction> Metadata =
        from name in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(t => (string?)t))
        from configuration in Map
        from time in Maybe
        select (LogAction)new MetadataAction("5fba94ed-9794-4965-ba6e-6ee3c0d22af9", name, DeltaSchema.ToJson(Entries.Schema), [], configuration, time) { Description = name };

    private static readonly Gen<LogAction> CommitInfo = Text.Select(t => (LogAction)new CommitInfoAction(new JsonObject { ["operation"] = "WRITE", ["note"] = t }));

    public static Arbitrary<LogAction> Any() => Gen.OneOf(Add, Remove, Txn, Metadata, CommitInfo, Gen.Constant<LogAction>(ProtocolAction.Current)).ToArbitrary();

    private static Gen<long?> OrNull(this Gen<long> numbers) => Gen.OneOf(Gen.Constant<long?>(null), numbers.Select(n => (long?)n));
}
