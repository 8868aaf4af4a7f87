using FsCheck;
using FsCheck.Fluent;
using Streaming.Samples;

namespace Streaming.Tests.Samples;

/// <summary>Samples with anything in every member, for laws.</summary>
public static class ArbitrarySample
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""),
        Gen.Elements("", "naïve 日本 🙂", "lone \ud800 high", "\udc00", "text_len", "a\0b"),
        Gen.Choose(0, 300).Select(n => new string('é', n)));

    private static readonly Gen<object?> Scalars = Gen.OneOf(
        Gen.Constant<object?>(null),
        ArbMap.Default.GeneratorFor<bool>().Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<long>().Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<ulong>().Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<double>().Select(v => (object?)v),
        Gen.Elements<object?>(long.MinValue, long.MaxValue, ulong.MaxValue, double.NaN, -0.0, Int128.MinValue, Int128.MaxValue, (Int128)(-5)),
        Texts.Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<byte[]>().Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<int[]>().Select(v => (object?)v),
        ArbMap.Default.GeneratorFor<float[]>().Select(v => (object?)v));

    private static readonly Gen<ColumnValues> Columns = ColumnsOf(Values(3));

    private static readonly Gen<SampleStats> SomeStats = Columns.Select(columns =>
    {
        var stats = new SampleStats();
        for (var i = 0; i < columns.Count; i++)
        {
            stats[columns.Names[i]] = columns.ValueAt(i);
        }

        return stats;
    });

    private static readonly Gen<Media> SomeMedia =
        from bytes in ArbMap.Default.GeneratorFor<byte[]>()
        from path in Texts
        from has in Gen.Choose(0, 3)
        select new Media((has & 1) != 0 ? new ReadOnlyMemory<byte>(bytes ?? []) : null, (has & 2) != 0 ? path : null);

    private static readonly Gen<ChatTurn> Turns = from role in Texts from content in Texts select new ChatTurn(role, content);

    private static readonly Gen<Lineage> Lineages =
        from source in Texts
        from name in Texts
        from position in ArbMap.Default.GeneratorFor<long>()
        from parents in Texts.ListOf()
        from run in Texts
        select new Lineage(new(source, name), position, [.. parents], run);

    /// <summary>Found by FsCheck.</summary>
    public static Arbitrary<Sample> Samples() => Arb.From(
        from id in Texts
        from text in Texts
        from images in SomeMedia.ListOf()
        from audios in SomeMedia.ListOf()
        from videos in SomeMedia.ListOf()
        from messages in Turns.ListOf()
        from meta in Columns
        from stats in SomeStats
        from lineage in Lineages
        select new Sample
        {
            Id = id,
            Text = text,
            Images = [.. images],
            Audios = [.. audios],
            Videos = [.. videos],
            Messages = [.. messages],
            Meta = meta,
            Stats = stats,
            Lineage = lineage,
        });

    private static Gen<object?> Values(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (4, Scalars),
            (1, Values(depth - 1).ListOf(3).Select(v => (object?)v.ToArray())),
            (1, Texts.Zip(Values(depth - 1)).ListOf(2).Select(v => (object?)v.Select(p => new KeyValuePair<object, object?>(p.Item1, p.Item2)).ToArray())));

    private static Gen<ColumnValues> ColumnsOf(Gen<object?> values) =>
        Texts.Zip(values).ListOf().Select(pairs =>
        {
            var distinct = pairs.DistinctBy(p => p.Item1).ToArray();
            return new ColumnValues([.. distinct.Select(p => p.Item1)], [.. distinct.Select(p => p.Item2)]);
        });
}
