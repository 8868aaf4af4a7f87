using System.Text.Json.Nodes;
using Streaming.Feed.Control;
using Streaming.Rescoring;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Feed.Looking;

/// <summary>Tries the dead letters of a run again beside it, once at a time; drains when the server stops.</summary>
internal sealed class RetryJob(TopologySpec spec, long memoryBytes, CancellationToken stopping)
{
    // Beside a run, not in its place: one thread, and a quarter of its memory on top of it.
    private const int Threads = 1;
    private const int MemoryShare = 4;

    private readonly Lock _lock = new();
    private bool _isRunning;
    private JsonObject? _last;

    /// <summary>How it stands: null before the first.</summary>
    public JsonObject? ToJson()
    {
        lock (_lock)
        {
            return _isRunning ? new() { ["status"] = "running" } : (JsonObject?)_last?.DeepClone();
        }
    }

    /// <summary>Begins.</summary>
    /// <exception cref="ConflictException">It is running already.</exception>
    public void Start(IReadOnlyList<string> operators)
    {
        lock (_lock)
        {
            if (_isRunning)
            {
                throw new ConflictException("Dead letters are being tried again already.");
            }

            _isRunning = true;
        }

        _ = Task.Run(() => RunAsync(operators));
    }

    private async Task RunAsync(IReadOnlyList<string> operators)
    {
        JsonObject told;
        try
        {
            var memory = Math.Max(64L << 20, memoryBytes / MemoryShare);
            told = Json(await Retry.ExecuteAsync(spec with { Memory = new ByteSize(memory) }, operators, new(), stopping, Threads));
        }
        catch (Exception e)
        {
            told = new() { ["status"] = "failed", ["error"] = e is BadInputException ? e.Message : $"{e.GetType().Name}: {e.Message}" };
        }

        lock (_lock)
        {
            (_last, _isRunning) = (told, false);
        }
    }

    private static JsonObject Json(RetryReport report) => new()
    {
        ["status"] = report.Operators.Count == 0 ? "completed" : RunJson.Word(report.Operators[^1].Run.Status),
        ["error"] = report.Operators.Select(o => o.Run.Error?.Message).LastOrDefault(),
        ["not_tried"] = report.Others,
        ["operators"] = RetryJson.Of(report),
    };
}
