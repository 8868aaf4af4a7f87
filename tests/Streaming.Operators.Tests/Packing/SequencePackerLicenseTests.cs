using FsCheck.Xunit;
using Streaming.Operators.Grouping;
using Streaming.Operators.Packing;
using Streaming.Operators.Safety;

namespace Streaming.Operators.Tests.Packing;

/// <summary>Licences of documents through packs, cuts, policies and restarts.</summary>
public sealed class SequencePackerLicenseTests
{
    private const string Key = "license";

    private static readonly string?[] Known = ["MIT", null, "CC-BY-4.0", "", "GPL-2.0-only WITH Classpath-exception-2.0"];
    private static readonly RowSchema Schema = RowSchema.Text.With(new(Key, ColumnType.String));

    [Property(MaxTest = 100)]
    public void Each_piece_has_its_documents_licence_whatever_the_packs_and_wherever_the_packer_is_restored(byte[] lengths, byte barrier, bool concatenate)
    {
        var documents = Documents(lengths);
        var mode = concatenate ? PackingMode.Concatenate : PackingMode.BestFit;
        var undisturbed = Pack(documents, mode, null, new(), isLast: true);
        var (cut, state) = (barrier % (documents.Length + 1), new StateBook());
        var before = Pack(documents[..cut], mode, null, state, isLast: false);
        var after = Pack(documents[cut..], mode, state, new(), isLast: true);

        var licenses = documents.ToDictionary(d => d.Id, d => d.Meta[Key] as string is { Length: > 0 } license ? license : null);
        Assert.All(undisturbed, pack => Assert.Equal(pack.Names("sample_ids").Select(id => licenses[id]), Licenses(pack)));
        Assert.Equal(undisturbed.Select(Row), before.Concat(after).Select(Row));
    }

    [Fact]
    public void Packs_have_the_column_only_where_it_is_asked_for()
    {
        Assert.Null(Packs.Packer().Describe(Schema).Find("licenses"));
        Assert.Equal(new ListType(ColumnType.String), Packs.Packer(license: Key).Describe(Schema).Find("licenses")!.Type);
        Assert.Equal(Packs.Packer(license: Key).Describe(Schema).Columns.Select(c => c.Name), Pack(Documents([3]), PackingMode.BestFit, null, new(), isLast: true)[0].Meta.Names);
        Assert.Throws<BadInputException>(() => Packs.Packer(license: "licence").Describe(Schema));
    }

    [Fact]
    public async Task A_policy_asks_packs_as_it_asks_documents()
    {
        var packs = Pack([.. Packs.Documents([10, 10, 10]).Zip(["MIT", "CC-BY-NC-4.0", null], With)], PackingMode.BestFit, null, new(), isLast: true);
        var policy = new LicensePolicyFilter(new() { LicenseKey = "licenses", Deny = ["*-NC-*"] });
        await using var driver = await OperatorDriver.OpenAsync(policy, Packs.Packer(license: Key).Describe(Schema));
        await driver.ApplyAsync(packs);

        Assert.Equal(["d0"], driver.Out.SelectMany(pack => pack.Names("sample_ids")));
        Assert.Equal(2, driver.Rejected.Count);
    }

    [Fact]
    public async Task A_group_stands_under_the_licences_of_all_its_members()
    {
        await using var grouper = await OperatorDriver.OpenAsync(new KeyValueGrouper(new()), Schema);
        await grouper.ApplyAsync([With(Some.Sample("a", "1"), "MIT"), With(Some.Sample("b", "2"), "MIT"), With(Some.Sample("a", "3"), "ISC"), With(Some.Sample("b", "4"), "MIT"), With(Some.Sample("c", "5"), null)]);
        await grouper.FinishAsync();
        grouper.Out.ForEach(group => group.Text = "x");
        await using var packer = await OperatorDriver.OpenAsync(Packs.Packer(license: Key), GroupColumns.Grouped(Schema));
        await packer.ApplyAsync([.. grouper.Out]);
        await packer.FinishAsync();

        Assert.Equal(["(MIT) AND (ISC)", "MIT", null], packer.Out.SelectMany(Licenses));
    }

    [Fact]
    public async Task State_is_of_the_version_that_older_programs_read_as_long_as_no_licence_is_known()
    {
        var state = new StateBook();
        Pack([With(Packs.Documents([3])[0], null)], PackingMode.BestFit, null, state, isLast: false);
        Assert.Equal(1, state.Splits[Packs.Split(0)][0]);

        await using var after = await OperatorDriver.OpenAsync(Packs.Packer(license: Key), Schema, state);
        await after.ApplyAsync([With(Some.Sample("new", "new", split: Packs.Split(0)), "MIT")]);
        after.Save(state);
        await after.FinishAsync();

        Assert.Equal(3, state.Splits[Packs.Split(0)][0]);
        Assert.Equal([("d0", null), ("new", "MIT")], after.Out.SelectMany(pack => pack.Names("sample_ids").Zip(Licenses(pack))).Order());
    }

    private static Sample[] Documents(byte[] lengths) =>
        [.. Packs.Documents(lengths.Select(l => 1 + (l % 35)), splits: 3).Select((document, i) => With(document, Known[i * 7 % Known.Length]))];

    private static Sample With(Sample sample, string? license)
    {
        sample.Meta[Key] = license;
        return sample;
    }

    private static IEnumerable<string?> Licenses(Sample pack) => ((object?[])pack.Meta["licenses"]!).Select(license => (string?)license);

    private static string Row(Sample pack) => $"{pack.Row()} {string.Join('|', Licenses(pack))}";

    private static List<Sample> Pack(Sample[] documents, PackingMode mode, StateBook? from, StateBook into, bool isLast)
    {
        var driver = OperatorDriver.OpenAsync(Packs.Packer(mode: mode, license: Key), Schema, from).GetAwaiter().GetResult();
        foreach (var document in documents)
        {
            driver.ApplyAsync([document.Copy()]).GetAwaiter().GetResult();
        }

        if (isLast)
        {
            driver.FinishAsync().GetAwaiter().GetResult();
        }

        driver.Save(into);
        return driver.Out;
    }
}
