using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>Runs one operator as a stage would: opens it, prepares and applies batches, saves its state at barriers, finishes it.</summary>
/// <remarks><code>
/// await using var driver = await OperatorDriver.OpenAsync(new TextLengthFilter(new() { MinLen = 3 }));
/// await driver.ApplyAsync("no", "yes");
/// Assert.Equal(["yes"], driver.Texts);
/// </code></remarks>
public sealed class OperatorDriver : IAsyncDisposable
{
    private readonly Operator _operator;
    private readonly Lazy<string> _scratch = new(() => Directory.CreateTempSubdirectory("streaming-test-").FullName);
    private long _nextPosition;

    private OperatorDriver(Operator @operator, string name, long memoryLimit)
    {
        _operator = @operator;
        Name = name;
        Memory = new(memoryLimit);
    }

    /// <summary>The operator itself.</summary>
    public Operator Operator => _operator;

    /// <summary>The operator's name in the topology.</summary>
    public string Name { get; }

    /// <summary>The operator's account with the memory budget.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>Every sample that came out, in order.</summary>
    public List<Sample> Out { get; } = [];

    /// <summary>Every sample that was refused, in order.</summary>
    public List<RejectedSample> Rejected { get; } = [];

    /// <summary>Every sample that broke the operator, in order.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>The texts of <see cref="Out"/>.</summary>
    public IReadOnlyList<string> Texts => [.. Out.Select(s => s.Text)];

    /// <summary>The samples that the operator holds.</summary>
    public long Held => (_operator as IStateful)?.Held ?? 0;

    /// <summary>How many items each call of the operator's device had.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>What the operator warned of.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The samples that went in so far.</summary>
    public long In { get; private set; }

    /// <summary>Opens the operator; a stateful one gets what <paramref name="state"/> holds (nothing by default).</summary>
    public static async Task<OperatorDriver> OpenAsync(
        Operator @operator, RowSchema? input = null, StateBook? state = null, ulong seed = 17, long memoryLimit = 256L << 20, TimeProvider? time = null, string pipeline = "")
    {
        var name = @operator.GetType().GetCustomAttributes(typeof(OperatorAttribute), false).Cast<OperatorAttribute>().FirstOrDefault()?.Name;
        var driver = new OperatorDriver(@operator, name ?? @operator.GetType().Name, memoryLimit);
        await @operator.OpenAsync(new()
        {
            Name = driver.Name,
            Seed = seed,
            Pipeline = pipeline,
            Input = input ?? RowSchema.Text,
            Memory = driver.Memory,
            ScratchFolder = () => driver._scratch.Value,
            Time = time ?? TimeProvider.System,
            Warn = driver.Warnings.Add,
        });
        if (@operator is IStateful stateful)
        {
            (state ?? new()).Restore(stateful);
        }

        return driver;
    }

    /// <summary>Passes a batch of texts through; their positions go on where the last batch of texts ended.</summary>
    public Task<SampleBatch> ApplyAsync(params string[] texts) => ApplyAsync(texts.Select(text => Some.Sample(text, position: _nextPosition++)));

    /// <summary>Passes a batch through and returns it as it left.</summary>
    public async Task<SampleBatch> ApplyAsync(IEnumerable<Sample> samples)
    {
        var batch = Some.Batch(samples);
        batch.CurrentOperator = Name;
        In += batch.Samples.Count;
        (_operator as IPreparing)?.Prepare(batch);
        if (_operator is DeviceOperator device)
        {
            await CallAsync(device, device.ItemsOf(batch).OfType<DeviceItem>());
        }

        await _operator.ApplyAsync(batch);
        return Take(batch);
    }

    /// <summary>Ends the input and returns what was still held, however many batches the operator gave it in.</summary>
    public async Task<SampleBatch> FinishAsync()
    {
        var all = new SampleBatch { CurrentOperator = Name };
        SampleBatch last;
        do
        {
            last = new() { CurrentOperator = Name };
            await _operator.FinishAsync(last);
            all.Samples.AddRange(last.Samples);
            all.Rejected.AddRange(last.Rejected);
            all.DeadLetters.AddRange(last.DeadLetters);
        }
        while (last.Samples.Count + last.Rejected.Count + last.DeadLetters.Count > 0);

        return Take(all);
    }

    /// <summary>A barrier: writes the operator's state into the book.</summary>
    public void Save(StateBook book) => book.Save((IStateful)_operator);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _operator.DisposeAsync();
        if (_scratch.IsValueCreated && Directory.Exists(_scratch.Value))
        {
            Directory.Delete(_scratch.Value, recursive: true);
        }
    }

    // As a stage does it, with the batch as the window; what does not fit is for the tests of stages.
    private async Task CallAsync(DeviceOperator device, IEnumerable<DeviceItem> items)
    {
        foreach (var call in device.Cut(DeviceBatches.Sort(items), device.Limits))
        {
            Calls.Add(call.Count);
            await device.RunAsync(call, 0, CancellationToken.None);
        }
    }

    private SampleBatch Take(SampleBatch batch)
    {
        Out.AddRange(batch.Samples);
        Rejected.AddRange(batch.Rejected);
        DeadLetters.AddRange(batch.DeadLetters);
        return batch;
    }
}
