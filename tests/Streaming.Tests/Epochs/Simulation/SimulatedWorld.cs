using Streaming.Epochs;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Epochs.Simulation;

/// <summary>Two workers, two splits, one primary table with rejects beside it, and an assignment that changes under the workers' feet.</summary>
internal sealed class SimulatedWorld
{
    /// <summary>Records of each split.</summary>
    public const int Records = 8;

    private static readonly SplitId[] Splits = [new("in", "p0"), new("in", "p1")];
    private static readonly LineShards Format = new();

    private readonly Dictionary<object, (string Name, Task Run)> _workers = [];
    private readonly object[] _slots = new object[2];
    private readonly int[] _owner = [0, 1];
    private readonly TableLayout _layout;
    private object? _current;
    private int _started;
    private long _attempts;

    public SimulatedWorld(int seed)
    {
        Scheduler = new(seed);
        Scheduler.FaultsLeft = Scheduler.Random.Next(6);
        _layout = seed % 4 == 0 ? TableLayout.Plain : TableLayout.Delta;
        Primary = new(Gate);
        Rejects = new(Gate);
    }

    public SeededScheduler Scheduler { get; }

    public MemoryStore Primary { get; }

    public MemoryStore Rejects { get; }

    /// <summary>Whether one worker has everything and is to flush what is held.</summary>
    public bool IsLast { get; private set; }

    public long NextAttempt() => ++_attempts;

    public string NameOf(object worker) => _workers[worker].Name;

    /// <summary>Whether a worker notices, at this moment, that its assignment changed.</summary>
    public bool Hears() => Scheduler.Random.Next(3) == 0;

    public IEnumerable<SplitId> AssignmentOf(object worker) => IsLast ? Splits : Splits.Where((_, i) => _slots[_owner[i]] == worker);

    public IReadOnlyList<OutputTable> OpenTables(object worker) =>
    [
        new("out", new Perspective(this, worker, Primary), _layout, Format, RowSchema.Text, null, TimeProvider.System),
        new("rejects", new Perspective(this, worker, Rejects), _layout, Format, SideRows.Rejects(RowSchema.Text), null, TimeProvider.System),
    ];

    /// <summary>Runs to the end; throws what a worker threw that was not injected.</summary>
    public void Run()
    {
        Start(0);
        Start(1);
        while (Scheduler.Step(_ => { }))
        {
            if (Scheduler.Random.Next(25) == 0)
            {
                _owner[Scheduler.Random.Next(2)] = Scheduler.Random.Next(2);
            }

            // A dead worker is replaced some time later; the splits it held stay its slot's meanwhile.
            for (var slot = 0; slot < 2; slot++)
            {
                var task = _workers[_slots[slot]].Run;
                if (task.IsFaulted && task.Exception.InnerException is not IOException)
                {
                    throw task.Exception.InnerException!;
                }

                if (Scheduler.Steps < 2_000 && Scheduler.FaultsLeft >= 0 && task.IsCompleted && !task.IsCompletedSuccessfully && Scheduler.Random.Next(5) == 0)
                {
                    Start(slot);
                }
            }

            Assert.True(Scheduler.Steps < 20_000, "The simulation does not come to its end.");
        }

        Finish();
    }

    private void Finish()
    {
        IsLast = true;
        Scheduler.FaultsLeft = 0;
        Start(0);
        while (Scheduler.Step(_ => { }))
        {
            Assert.True(Scheduler.Steps < 40_000, "The last worker does not come to its end.");
        }

        var last = _workers[_slots[0]].Run;
        Assert.True(last.IsCompletedSuccessfully, last.Exception?.InnerException?.ToString() ?? "The last worker hangs.");
    }

    private void Start(int slot)
    {
        var worker = new SimulatedWorker(this);
        _slots[slot] = worker;
        _workers[worker] = ($"w{_started++}", Task.CompletedTask);
        _workers[worker] = (_workers[worker].Name, worker.RunAsync());
    }

    private ValueTask Gate(string operation, string path) => Scheduler.PauseAsync(_current!);

    /// <summary>Tells the gate which worker is at it: set right before each call, on the one thread.</summary>
    private sealed class Perspective(SimulatedWorld world, object worker, IObjectStore store) : IObjectStore
    {
        private IObjectStore Mine
        {
            get
            {
                world._current = worker;
                return store;
            }
        }

        public string Root => store.Root;

        public ValueTask<Stream?> OpenReadAsync(string path, CancellationToken abort) => Mine.OpenReadAsync(path, abort);

        public ValueTask<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => Mine.PutIfAbsentAsync(path, content, abort);

        public ValueTask PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken abort) => Mine.PutAsync(path, content, abort);

        public ValueTask<IPendingObject> CreateAsync(string path, CancellationToken abort) => Mine.CreateAsync(path, abort);

        public ValueTask<bool> MoveAsync(string from, string to, CancellationToken abort) => Mine.MoveAsync(from, to, abort);

        public IAsyncEnumerable<StoredObject> ListAsync(string folder, string? startAfter, CancellationToken abort) => Mine.ListAsync(folder, startAfter, abort);

        public ValueTask DeleteAsync(string path, CancellationToken abort) => Mine.DeleteAsync(path, abort);
    }
}
