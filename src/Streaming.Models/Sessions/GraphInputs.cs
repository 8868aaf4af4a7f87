using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Streaming.Models.Sessions;

/// <summary>What one call of a graph is fed with. Values are given in their natural type and turned into the one that the graph asks for; inputs that it has not are left out.</summary>
internal sealed class GraphInputs(GraphSession graph) : IDisposable
{
    private readonly List<string> _names = [];
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtValue> _owned = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<OrtValue> Values => _values;

    public void Add(string name, long[] values, params long[] shape)
    {
        if (graph.Inputs.TryGetValue(name, out var port))
        {
            Own(name, port.Type switch
            {
                TensorElementType.Int64 => Tensor(values, shape),
                TensorElementType.Int32 => Tensor(Array.ConvertAll(values, value => (int)value), shape),
                TensorElementType.Bool => Tensor(Array.ConvertAll(values, value => value != 0), shape),
                TensorElementType.Float => Tensor(Array.ConvertAll(values, value => (float)value), shape),
                _ => throw graph.Wrong(port, "whole numbers"),
            });
        }
    }

    public void Add(string name, float[] values, params long[] shape)
    {
        if (graph.Inputs.TryGetValue(name, out var port))
        {
            Own(name, port.Type switch
            {
                TensorElementType.Float => Tensor(values, shape),
                TensorElementType.Float16 => Tensor(Array.ConvertAll(values, value => (Float16)value), shape),
                TensorElementType.BFloat16 => Tensor(Array.ConvertAll(values, value => (BFloat16)value), shape),
                TensorElementType.Double => Tensor(Array.ConvertAll(values, value => (double)value), shape),
                _ => throw graph.Wrong(port, "numbers"),
            });
        }
    }

    /// <summary>Adds a value that somebody else owns and that has the right type already: a cache, an encoder's output.</summary>
    public void AddBorrowed(string name, OrtValue value)
    {
        if (graph.Inputs.ContainsKey(name))
        {
            _names.Add(name);
            _values.Add(value);
        }
    }

    /// <summary>Adds zeros of the graph's own type.</summary>
    public void AddZeros(string name, params long[] shape)
    {
        if (graph.Inputs.TryGetValue(name, out var port))
        {
            Own(name, OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, port.Type, shape));
            if (shape.All(size => size > 0))
            {
                _owned[^1].GetTensorMutableRawData().Clear();
            }
        }
    }

    public void Dispose() => _owned.ForEach(value => value.Dispose());

    private void Own(string name, OrtValue value)
    {
        _owned.Add(value);
        _names.Add(name);
        _values.Add(value);
    }

    private static OrtValue Tensor<T>(T[] values, long[] shape)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(values, shape);
}
