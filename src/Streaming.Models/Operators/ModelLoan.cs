using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>
/// A model as one operator has it: lent from the models of the process, on each device that the options name, with as many sessions as there are replicas. Who names the same folder gets the same model; it
/// is unloaded when the last operator is disposed of. When a run makes its operators anew, those of its first graph still hold it.
/// </summary>
internal sealed class ModelLoan : IDisposable
{
    private readonly IReadOnlyList<ModelLease> _leases;

    private ModelLoan(IReadOnlyList<ModelLease> leases) => _leases = leases;

    /// <summary>The models of the process.</summary>
    public static SharedModels Shared { get; } = new();

    /// <summary>The model, once for each lane: on each device, as often as there are replicas.</summary>
    public IEnumerable<ModelSession> Sessions => _leases.Select(lease => lease.Model);

    /// <summary>Its folder's name and digest.</summary>
    public KeyValuePair<string, string> Name => new(Path.GetFileName(_leases[0].Model.Folder.FullPath), _leases[0].Model.Digest);

    /// <summary>What computes it, with its version.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Runtimes => [new("onnxruntime", OrtEnv.Instance().GetVersionString())];

    /// <summary>What the user should know: <c>auto</c> came down to the processor. Null where there is nothing.</summary>
    public string? Warning => _leases[0].Model.FellBack
        ? "device: auto found no GPU that this build can use; models run on the processor. Say device: cpu to agree, or build with -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu."
        : null;

    /// <summary>Loads and tries it; blocks for as long as that takes.</summary>
    /// <exception cref="BadInputException">It cannot be used; the message says why and what to do.</exception>
    public static ModelLoan Take(string model, ModelOptions options)
    {
        var folder = ModelPlaces.Find(model) ?? throw new BadInputException($"{char.ToUpperInvariant(ModelPlaces.Missing(model)[0])}{ModelPlaces.Missing(model)[1..]}.");
        var leases = new List<ModelLease>();
        var sessions = options.SessionsPerDevice;
        try
        {
            // Device by device first, so that few calls at once are spread over all of them.
            for (var replica = 0; replica < sessions; replica++)
            {
                foreach (var device in options.Devices)
                {
                    leases.Add(Shared.Lend(folder, SettingsOf(device, options, sessions, replica)));
                }
            }

            return new ModelLoan(leases);
        }
        catch
        {
            leases.ForEach(lease => lease.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var lease in _leases)
        {
            lease.Dispose();
        }
    }

    private static SessionSettings SettingsOf(ModelDevice device, ModelOptions options, int sessions, int replica)
    {
        var settings = new SessionSettings { Device = device, Dtype = options.Dtype, ThreadsPerCall = ThreadsOf(device, options, sessions), Replica = replica };
        return options.GraphCache.Length > 0 ? settings with { GraphCache = options.GraphCache } : settings;
    }

    // Calls at once on the processor share its threads; more of both would only get in each other's way.
    private static int ThreadsOf(ModelDevice device, ModelOptions options, int sessions) =>
        options.Threads > 0 ? options.Threads : sessions == 1 || device.Kind is not ("cpu" or "auto") ? 0 : Math.Max(1, Environment.ProcessorCount / sessions);
}
