using Streaming.Models.Completions;
using Streaming.Models.Generation;
using Streaming.Operators;

namespace Streaming.Models.Tests.Completions;

/// <summary>A device that turns out to be smaller than the limits say, while prompts come and go.</summary>
public sealed class RowHalvingTests
{
    [Fact]
    public void A_full_device_gets_half_the_rows_and_nothing_is_written_twice()
    {
        var writer = new SmallDevice(holds: 5, tooLarge: -1);
        var calls = Calls(40);
        var kept = new List<CompletionCall>();
        new RowHalving(new() { MaxItems = 16, WindowItems = 64 }).Write(writer, calls, (call, text, _) => Keep(call, text, kept), CancellationToken.None);
        Assert.All(calls, call => Assert.NotNull(call.Result));
        Assert.Equal(40, kept.Distinct().Count());
        Assert.Equal(40, kept.Count);
        Assert.Equal([16, 8, 4], writer.Tried);
    }

    [Fact]
    public void What_does_not_fit_alone_is_that_calls_fault_and_the_others_go_on()
    {
        var writer = new SmallDevice(holds: 5, tooLarge: 7);
        var calls = Calls(20);
        new RowHalving(new() { MaxItems = 4, WindowItems = 64 }).Write(writer, calls, (call, text, _) => Keep(call, text, []), CancellationToken.None);
        Assert.IsType<DeviceFullException>(calls[7].Fault);
        Assert.All(calls.Where((_, i) => i != 7), call => Assert.NotNull(call.Result));
    }

    private static CompletionCall[] Calls(int count) => [.. Enumerable.Range(0, count).Select(i => new CompletionCall(new CompletionRequest { Turns = [], Seed = (ulong)i }))];

    private static void Keep(CompletionCall call, Generated text, List<CompletionCall> kept)
    {
        kept.Add(call);
        call.Result = new(text.Text, text.Finish, 0, 0);
    }

    // Writes in parts of as many rows as it may, and is full above what it holds, or where one row is too large.
    private sealed class SmallDevice(int holds, int tooLarge) : IFolderWriter
    {
        public List<int> Tried { get; } = [];

        public bool Converses => false;

        public bool LetsRowsIn(GenerationSettings settings) => true;

        public int CostOf(CompletionRequest request) => 1;

        public void Write(IReadOnlyList<CompletionCall> calls, DecodingLimits limits, GenerationProgress progress, Action<CompletionCall, Generated, int> keep, CancellationToken abort)
        {
            Tried.Add(limits.MaxRows);
            foreach (var part in calls.Chunk(limits.MaxRows))
            {
                progress.Rows = part.Length;
                if (part.Length > holds || part.Any(call => call.Request.Seed == (ulong)tooLarge))
                {
                    throw new DeviceFullException("full");
                }

                foreach (var call in part)
                {
                    keep(call, new([], "text", FinishReason.End), 0);
                }
            }
        }
    }
}
