using Streaming.Fetching;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Testing;

/// <summary>A topology of test operators in a given folder, or one of its own that is deleted on dispose.</summary>
public sealed class TestTopology(string? folder = null) : IDisposable
{
    private readonly List<SourceSpec> _sources = [];
    private readonly List<StepSpec> _steps = [];
    private readonly List<SinkSpec> _sinks = [];

    /// <summary>Where its outputs lie.</summary>
    public string Folder { get; } = folder ?? Directory.CreateTempSubdirectory("streaming-test-").FullName;

    /// <summary>Its primary table.</summary>
    public string Table => Path.Combine(Folder, "out");

    /// <summary>When an epoch ends.</summary>
    public EpochSpec Epoch { get; set; } = new();

    /// <summary>The memory budget.</summary>
    public ByteSize Memory { get; set; } = ByteSize.MiB(64);

    /// <summary>Share of dead letters that is allowed.</summary>
    public double MaxDeadLetterRatio { get; set; } = 1;

    /// <summary>How media are fetched.</summary>
    public HttpMediaOptions? HttpMedia { get; set; }

    /// <summary>Weights of the sources.</summary>
    public MixSpec? Mix { get; set; }

    /// <summary>What becomes of losses.</summary>
    public FeedbackOptions? Feedback { get; set; }

    /// <summary>An operator with its options.</summary>
    public static OperatorSpec Spec<TOperator>(object? options) =>
        new(((OperatorAttribute)Attribute.GetCustomAttribute(typeof(TOperator), typeof(OperatorAttribute))!).Name, typeof(TOperator), options, new(1, 1));

    /// <summary>A step.</summary>
    public static OperatorStep Step<TOperator>(object? options) => new(Spec<TOperator>(options));

    /// <summary>A filter as a step.</summary>
    public static OperatorStep Keep(Func<Sample, bool> keep) => Step<LambdaFilter>(new Act<bool>(keep));

    /// <summary>A filter by range as a step.</summary>
    public static OperatorStep Within(Func<Sample, double> figure, double min, double max) => Step<LambdaRange>(new RangeAct(figure, new(min, max)));

    /// <summary>A mapper as a step.</summary>
    public static OperatorStep Map(Func<Sample, string> map) => Step<LambdaMapper>(new Act<string>(map));

    /// <summary>A mapper that reads the pictures as a step.</summary>
    public static OperatorStep Read(Func<Sample, string> read) => Step<LambdaReader>(new Act<string>(read));

    /// <summary>A call on batches as a step.</summary>
    public static OperatorStep OnBatch(Func<SampleBatch, ValueTask> apply, bool serial = false) => Step<LambdaOperator>(new BatchAct(apply, serial));

    /// <summary>Adds a source.</summary>
    public TestTopology From(string name, ListSourceOptions options, params StepSpec[] steps)
    {
        _sources.Add(new(name, Spec<ListSource>(options), steps));
        return this;
    }

    /// <summary>Adds a source that gives what a test pushes.</summary>
    public TestTopology FromLive(string name, LiveFeed feed)
    {
        _sources.Add(new(name, Spec<LiveSource>(feed), []));
        return this;
    }

    /// <summary>Adds a source whose splits a test deals.</summary>
    public TestTopology FromShared(string name, SharedHand hand)
    {
        _sources.Add(new(name, Spec<SharedSource>(hand), []));
        return this;
    }

    /// <summary>Adds steps.</summary>
    public TestTopology Then(params StepSpec[] steps)
    {
        _steps.AddRange(steps);
        return this;
    }

    /// <summary>Adds a sink; without one there is the primary table <c>out</c>.</summary>
    public TestTopology To(string name, LineSinkOptions? options = null)
    {
        _sinks.Add(new(name, Spec<LineSink>(options ?? new(Path.Combine(Folder, name)))));
        return this;
    }

    /// <summary>The spec.</summary>
    public TopologySpec Build() => new()
    {
        Name = "test",
        File = "test.yaml",
        BaseFolder = Folder,
        Hash = "0123456789abcdef0123456789abcdef",
        Seed = 17,
        Memory = Memory,
        Epoch = Epoch,
        Mix = Mix,
        HttpMedia = HttpMedia,
        Feedback = Feedback,
        Sources = _sources,
        Steps = _steps,
        Sinks = _sinks.Count > 0 ? _sinks : [new("out", Spec<LineSink>(new LineSinkOptions(Table)))],
        RejectsPath = Path.Combine(Folder, "rejects"),
        DeadLettersPath = Path.Combine(Folder, "dead_letters"),
        MaxDeadLetterRatio = MaxDeadLetterRatio,
    };

    /// <summary>Plans and runs it. A run that hangs fails the test after a minute.</summary>
    public async Task<RunReport> RunAsync(RunOptions? options = null, int threads = 4, CancellationToken drain = default)
    {
        await using var plan = await Planner.PlanAsync(Build(), new() { Threads = threads }, CancellationToken.None);
        return await Run.ExecuteAsync(plan, options ?? new(), drain).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    /// <summary>The ids in an output, in order.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(string output = "out") => LineTable.IdsAsync(Path.Combine(Folder, output));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
