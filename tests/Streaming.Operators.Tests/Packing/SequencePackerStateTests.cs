using FsCheck.Xunit;
using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

public sealed class SequencePackerStateTests
{
    [Property(MaxTest = 300)]
    public void A_packer_restored_at_any_barrier_goes_on_as_if_it_had_not_stopped(byte[] lengths, byte barrier, bool concatenate)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 35)), splits: 3);
        var cut = barrier % (documents.Length + 1);
        var mode = concatenate ? PackingMode.Concatenate : PackingMode.BestFit;

        var undisturbed = Rows(documents, mode, null, new(), finish: true);
        var state = new StateBook();
        var before = Rows(documents[..cut], mode, null, state, finish: false);
        var after = Rows(documents[cut..], mode, state, new(), finish: true);

        Assert.Equal(undisturbed, before.Concat(after));
    }

    [Property]
    public void Only_the_splits_in_hand_come_back(byte[] lengths)
    {
        var documents = Packs.Documents(lengths.Take(7).Select(l => 1 + (l % 9)), splits: 3);
        var state = new StateBook();
        Rows(documents, PackingMode.BestFit, null, state, finish: false);

        var restored = Packs.Packer(window: 100);
        state.Restore(restored, [Packs.Split(0), Packs.Split(2)]);

        Assert.Equal(
            documents.Where(d => d.Lineage.Split != Packs.Split(1)).Select(d => (d.Id, d.Text)).Order(),
            Finish(restored).SelectMany(p => p.Pieces()).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_document_that_finds_no_company_leaves_with_the_fifth_window_restarts_or_not(int restartAfter)
    {
        // A window is the lonely document of 6 tokens and three of 9, which are filled enough to leave at once.
        var documents = Packs.Documents([6, .. Enumerable.Repeat(9, 30)]).ToArray();
        var state = new StateBook();
        var first = await OperatorDriver.OpenAsync(Packs.Packer(window: 4, minFill: 0.9));
        await first.ApplyAsync(documents[..(1 + (3 * restartAfter))]);
        first.Save(state);
        var second = await OperatorDriver.OpenAsync(Packs.Packer(window: 4, minFill: 0.9), state: state);
        await second.ApplyAsync(documents[(1 + (3 * restartAfter))..]);

        var packs = first.Out.Concat(second.Out).Select(p => p.Names("sample_ids")).ToList();
        Assert.Equal(12, packs.FindIndex(p => p.Contains("d0")));
    }

    [Property]
    public void Splits_of_two_workers_come_together_without_loss_or_overfull_packs(byte[] lengths)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 9)), splits: 2);
        var states = documents.GroupBy(d => d.Lineage.Split).Select(split =>
        {
            var state = new StateBook();
            Rows([.. split], PackingMode.BestFit, null, state, finish: false);
            return state;
        }).ToList();
        var packer = Packs.Packer();
        packer.Restore(new Splits(states.SelectMany(s => s.Splits).Select(s => KeyValuePair.Create(s.Key, new ReadOnlyMemory<byte>(s.Value))).ToList()));
        var held = packer.Held;

        var packs = Finish(packer);

        Assert.Equal(held, packs.Sum(p => p.Names("sample_ids").Length));
        Assert.All(packs, p => Assert.InRange(p.Ints("input_ids").Length, 1, 10));
    }

    [Fact]
    public async Task A_split_whose_documents_all_left_has_no_state()
    {
        var state = new StateBook();
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer(window: 100));
        await driver.ApplyAsync("abc");
        driver.Save(state);
        Assert.Single(state.Splits);

        await driver.FinishAsync();
        driver.Save(state);
        Assert.Empty(state.Splits);
    }

    [Fact]
    public void State_of_another_version_is_refused()
    {
        var state = new StateBook();
        Rows(Packs.Documents([3]), PackingMode.BestFit, null, state, finish: false);
        state.Splits[Packs.Split(0)][0] = 4;

        Assert.Throws<InvalidDataException>(() => state.Restore(Packs.Packer()));
    }

    private static List<Sample> Finish(SequencePacker packer)
    {
        var packs = new List<Sample>();
        SampleBatch last;
        do
        {
            last = new();
            packer.FinishAsync(last).AsTask().GetAwaiter().GetResult();
            packs.AddRange(last.Samples);
        }
        while (last.Samples.Count > 0);

        return packs;
    }

    private static List<string> Rows(Sample[] documents, PackingMode mode, StateBook? from, StateBook into, bool finish)
    {
        var driver = OperatorDriver.OpenAsync(Packs.Packer(mode: mode), state: from).GetAwaiter().GetResult();
        foreach (var document in documents)
        {
            driver.ApplyAsync([document]).GetAwaiter().GetResult();
        }

        if (finish)
        {
            driver.FinishAsync().GetAwaiter().GetResult();
        }

        driver.Save(into);
        return [.. driver.Out.Select(Packs.Row)];
    }

    private sealed record Splits(IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> States) : IStateReader
    {
        public IEnumerable<Stream> OpenLog() => [];

        IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> IStateReader.Splits => States;
    }
}
