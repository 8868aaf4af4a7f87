using System.Threading.Tasks.Dataflow;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>What bites in TPL Dataflow (DESIGN §6): each test shows the naive wiring fail, and the engine's not.</summary>
public sealed class PitfallTests
{
    private static Task Quiet(Task block) => block.ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task<IReadOnlyList<int>> SendAsync(ITargetBlock<int> block, int count, IReadOnlyCollection<int> arrived)
    {
        for (var i = 0; i < count; i++)
        {
            await block.SendAsync(i);
        }

        block.Complete();
        await Task.Delay(100);
        return [.. arrived];
    }

    [Fact]
    public async Task A_cancellation_inside_an_operator_is_a_fault_and_not_a_silent_loss()
    {
        var naive = new List<int>();
        var block = new ActionBlock<int>(i => { if (i == 4) { throw new OperationCanceledException(); } naive.Add(i); });
        await SendAsync(block, 10, naive);
        await block.Completion;
        Assert.Equal(9, naive.Count);

        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(10) with { BatchSamples = 1 })
            .Then(OnBatch(b => b.Samples.Any(s => s.Lineage.Position == 4) ? throw new OperationCanceledException() : default));
        Assert.Equal("operator_fault", (await topology.RunAsync()).Error?.Code);
    }

    [Fact]
    public async Task A_dead_consumer_does_not_leave_its_producer_waiting()
    {
        var consumer = new ActionBlock<int>(_ => throw new InvalidOperationException("dead"), new() { BoundedCapacity = 1 });
        var producer = new TransformBlock<int, int>(i => i, new() { BoundedCapacity = 1 });
        producer.LinkTo(consumer);
        await producer.SendAsync(0);
        await Quiet(consumer.Completion);
        await producer.SendAsync(1);
        var sending = producer.SendAsync(2);
        var further = producer.SendAsync(3);
        Assert.NotEqual(further, await Task.WhenAny(further, Task.Delay(200)));

        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(10_000) with { BatchSamples = 1 })
            .Then(OnBatch(_ => throw new InvalidOperationException("dead"), serial: true));
        Assert.Equal(RunStatus.Failed, (await topology.RunAsync()).Status);
    }

    [Fact]
    public async Task A_dead_block_declines_without_a_word_and_the_run_stops()
    {
        var dead = new ActionBlock<Flow>(_ => throw new InvalidOperationException("dead"));
        await dead.SendAsync(new BatchFlow(0, new(), null));
        await Quiet(dead.Completion);
        Assert.False(await dead.SendAsync(new BatchFlow(1, new(), null)));

        await using var fault = new RunFault();
        var budget = new MemoryBudget(1 << 20);
        await new Edge(dead, fault).SendAsync(new BatchFlow(2, new(), budget.LeaseNow(100)));
        Assert.Equal((RunFault.Internal, 0), (fault.Error?.Code, budget.InFlight));
        Assert.True(fault.Abort.IsCancellationRequested);
    }

    [Fact]
    public async Task A_merge_waits_for_all_of_its_inputs()
    {
        var naive = new List<int>();
        var target = new ActionBlock<int>(naive.Add);
        var (fast, slow) = (new BufferBlock<int>(), new BufferBlock<int>());
        fast.LinkTo(target, new() { PropagateCompletion = true });
        slow.LinkTo(target, new() { PropagateCompletion = true });
        fast.Post(1);
        fast.Complete();
        await target.Completion;
        Assert.False(slow.Post(2) && target.Completion.IsCompleted && naive.Contains(2));

        using var topology = new TestTopology().From("short", ListSourceOptions.Numbered(10, "a")).From("long", ListSourceOptions.Numbered(500, "b"));
        Assert.Equal(510, (await topology.RunAsync()).Totals.Samples.Out);
    }

    [Fact]
    public async Task What_an_operator_emits_at_the_end_is_bounded_by_its_consumer()
    {
        var naive = new TransformManyBlock<int, int>(_ => Enumerable.Range(0, 100_000), new() { BoundedCapacity = 2 });
        naive.Post(1);
        naive.Complete();
        await Task.Delay(300);
        Assert.True(naive.OutputCount > 2);

        var emitting = new Emitting(200);
        var most = 0;
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(1))
            .Then(new OperatorStep(Spec<Emitting.Operator>(emitting)), OnBatch(async _ =>
            {
                most = Math.Max(most, emitting.Emitted - emitting.Seen++);
                await Task.Delay(1);
            }), OnBatch(_ => default, serial: true));
        Assert.Equal(200, (await topology.RunAsync(threads: 1)).Totals.Samples.Out - 1);
        Assert.InRange(most, 1, 16);
    }

    [Fact]
    public async Task A_tee_drops_nothing_to_a_slow_branch()
    {
        var naive = new List<int>();
        var broadcast = new BroadcastBlock<int>(i => i);
        var slow = new ActionBlock<int>(async i => { await Task.Delay(2); naive.Add(i); }, new() { BoundedCapacity = 1 });
        broadcast.LinkTo(slow, new() { PropagateCompletion = true });
        for (var i = 0; i < 100; i++)
        {
            await broadcast.SendAsync(i);
        }

        broadcast.Complete();
        await slow.Completion;
        Assert.True(naive.Count < 100);

        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100) with { BatchSamples = 1 }).To("out").To("slow")
            .Then(new TeeStep([new("copy", null, [OnBatch(async _ => await Task.Delay(2), serial: true)], "slow")], new(1, 1)));
        await topology.RunAsync();
        Assert.Equal(100, (await topology.IdsAsync("slow")).Count);
    }

    [Fact]
    public async Task A_drain_finishes_what_is_buffered()
    {
        var naive = new List<int>();
        using var cancelled = new CancellationTokenSource();
        var block = new ActionBlock<int>(i => { if (i == 3) { cancelled.Cancel(); } naive.Add(i); }, new() { CancellationToken = cancelled.Token });
        await SendAsync(block, 20, naive);
        await Quiet(block.Completion);
        Assert.True(naive.Count < 20);

        using var drain = new CancellationTokenSource();
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(2_000))
            .Then(OnBatch(async b => { await Task.Delay(1); if (b.Samples[0].Lineage.Position == 320) { await drain.CancelAsync(); } }));
        var counts = (await topology.RunAsync(drain: drain.Token)).Totals.Samples;
        Assert.True(counts.In > 320 && counts.In == counts.Out, $"{counts}");
    }

    [Fact]
    public async Task A_sample_that_no_predicate_wants_takes_the_default_branch()
    {
        var buffer = new BufferBlock<int>();
        buffer.LinkTo(new ActionBlock<int>(_ => { }), i => i != 1);
        buffer.Post(1);
        buffer.Complete();
        Assert.NotEqual(buffer.Completion, await Task.WhenAny(buffer.Completion, Task.Delay(200)));

        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(10));
        topology.Then(new RouteStep([new("none", new("never", _ => false), [], null), new("rest", null, [], null)], new(1, 1)));
        Assert.Equal(10, (await topology.RunAsync()).Totals.Samples.Out);
    }

    [Fact]
    public async Task A_full_block_makes_the_sender_wait_and_refuses_nothing()
    {
        var release = new TaskCompletionSource();
        var block = new ActionBlock<int>(_ => release.Task, new() { BoundedCapacity = 2 });
        Assert.Equal(2, Enumerable.Range(0, 10).Count(i => block.Post(i)));

        await using var fault = new RunFault();
        var arrived = 0;
        var bounded = new ActionBlock<Flow>(async _ => { await release.Task; arrived++; }, new() { BoundedCapacity = 2 });
        var edge = new Edge(bounded, fault);
        var sends = Enumerable.Range(0, 10).Select(i => edge.SendAsync(new BatchFlow(i, new(), null)).AsTask()).ToList();
        release.SetResult();
        await Task.WhenAll(sends);
        edge.Complete();
        await bounded.Completion;
        Assert.Equal(10, arrived);
    }
}

/// <summary>Emits so many samples at the end, one batch each.</summary>
internal sealed class Emitting(int count)
{
    public int Emitted { get; private set; }

    public int Seen { get; set; }

    [Streaming.Operators.Operator("test_emitting")]
    internal sealed class Operator(Emitting emitting) : Streaming.Operators.Operator
    {
        public override bool IsSerial => true;

        public override ValueTask ApplyAsync(SampleBatch batch) => default;

        public override ValueTask FinishAsync(SampleBatch last)
        {
            if (emitting.Emitted < emitting.Count)
            {
                last.Samples.Add(Some.Sample($"{emitting.Emitted++}"));
            }

            return default;
        }
    }

    private int Count => count;
}
