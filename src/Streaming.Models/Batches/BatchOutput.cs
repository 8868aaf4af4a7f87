using Streaming.Models.Sessions;

namespace Streaming.Models.Batches;

/// <summary>What a device gave for a batch. Its tensors are valid until it is disposed of.</summary>
public sealed class BatchOutput : IDisposable
{
    private readonly GraphResult _result;
    private readonly Dictionary<string, FloatTensor> _tensors;

    internal BatchOutput(GraphResult result, IEnumerable<string> names)
    {
        _result = result;
        _tensors = names.ToDictionary(name => name, result.Floats, StringComparer.Ordinal);
    }

    /// <summary>An output of the graph by its name.</summary>
    public FloatTensor this[string name] => _tensors[name];

    /// <inheritdoc/>
    public void Dispose() => _result.Dispose();
}
