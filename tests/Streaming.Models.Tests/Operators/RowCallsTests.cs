using Streaming.Models.Batches;
using Streaming.Models.Operators;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Tests.Operators;

/// <summary>How rows of several samples become calls, what a full device does to them, and whom a broken row harms.</summary>
public sealed class RowCallsTests
{
    private static readonly DeviceLimits _limits = new() { MaxItems = 8, MaxCost = 40, WindowItems = 8 };
    private readonly Lengths _model = new();

    [Fact]
    public void Rows_are_cut_by_count_and_cost_the_longest_first_and_results_find_their_rows()
    {
        DeviceItem[] items = [_model.Ask("aaaa", "a"), _model.Ask("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), _model.Ask("aa", "aaa", "aaaaa")];
        _model.Run(items, _limits, CancellationToken.None);
        Assert.Equal([1, 5], _model.Calls);
        Assert.Equal([4, 1, 50, 2, 3, 5], items.SelectMany(item => ((RowsItem<string, int>)item).Rows.Results));
    }

    [Fact]
    public void A_sample_whose_rows_do_not_fit_at_once_is_halved_until_they_do()
    {
        _model.Room = 2;
        DeviceItem[] items = [_model.Ask("a", "aa", "aaa", "aaaa", "aaaaa")];
        _model.Run(items, _limits, CancellationToken.None);
        Assert.Equal([1, 2, 3, 4, 5], ((RowsItem<string, int>)items[0]).Rows.Results);
    }

    [Fact]
    public void Several_samples_that_do_not_fit_are_left_to_the_stage_which_learns_from_it()
    {
        _model.Room = 2;
        Assert.Throws<DeviceFullException>(() => _model.Run([_model.Ask("a", "a"), _model.Ask("a")], _limits, CancellationToken.None));
    }

    [Fact]
    public void A_row_that_the_model_gives_no_number_for_is_the_fault_of_its_sample_alone()
    {
        DeviceItem[] items = [_model.Ask("a", "NaN"), _model.Ask("aa")];
        _model.Run(items, _limits, CancellationToken.None);
        Assert.IsType<InvalidDataException>(items[0].Fault);
        Assert.Null(items[1].Fault);
        Assert.Equal([2], ((RowsItem<string, int>)items[1]).Rows.Results);
    }

    [Fact]
    public void An_abort_ends_between_two_calls()
    {
        using var abort = new CancellationTokenSource();
        _model.Called = abort.Cancel;
        Assert.Throws<OperationCanceledException>(() => _model.Run([_model.Ask("a"), _model.Ask("a")], _limits with { MaxItems = 1 }, abort.Token));
        Assert.Equal([1], _model.Calls);
    }

    // A model that measures texts, on a device with room for some of them.
    private sealed class Lengths : BatchModel<string, string, int>
    {
        public List<int> Calls { get; } = [];

        public int Room { get; set; } = int.MaxValue;

        public Action Called { get; set; } = () => { };

        public override string Prepare(string input) => input;

        public override int CostOf(string prepared) => prepared.Length;

        public override BatchOutput Run(IReadOnlyList<string> batch)
        {
            if (batch.Count > Room)
            {
                throw new DeviceFullException("no room");
            }

            Calls.Add(batch.Count);
            Called();
            return new BatchOutput(new GraphResult([], []), []);
        }

        public override int Finish(BatchOutput output, int row, string prepared) => prepared == "NaN" ? throw new InvalidDataException("The model gave NaN for this sample.") : prepared.Length;

        public override void Warm()
        {
        }
    }
}
