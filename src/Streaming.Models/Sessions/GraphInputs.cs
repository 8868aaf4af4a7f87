using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Streaming.Models.Sessions;

/// <summary>What one call of a graph is fed with. Values are given in their natural type and turned into the one that the graph asks for; inputs that it has not are left out.</summary>
internal sealed class GraphInputs(GraphSession graph) : IDisposable
{
    private readonly List<string> _names = [];
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtValue> _owned = [];
    private readonly List<Action> _rented = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<OrtValue> Values => _values;

    /// <summary>A buffer of the pool for the values of an input, until the call is over. What is in it is left over from others.</summary>
    public Memory<T> Rent<T>(int length)
        where T : unmanaged
    {
        var buffer = ArrayPool<T>.Shared.Rent(length);
        _rented.Add(() => ArrayPool<T>.Shared.Return(buffer));
        return buffer.AsMemory(0, length);
    }

    public void Add(string name, long[] values, params long[] shape) => Add(name, values.AsMemory(), shape);

    public void Add(string name, Memory<long> values, params long[] shape)
    {
        if (graph.Inputs.TryGetValue(name, out var port))
        {
            Own(name, port.Type switch
            {
                TensorElementType.Int64 => Tensor(values, shape),
                TensorElementType.Int32 => Tensor(Converted(values, value => (int)value), shape),
                TensorElementType.Bool => Tensor(Converted(values, value => value != 0), shape),
                TensorElementType.Float => Tensor(Converted(values, value => (float)value), shape),
                _ => throw graph.Wrong(port, "whole numbers"),
            });
        }
    }

    public void Add(string name, Memory<float> values, params long[] shape)
    {
        if (graph.Inputs.TryGetValue(name, out var port))
        {
            Own(name, port.Type switch
            {
                TensorElementType.Float => Tensor(values, shape),
                TensorElementType.Float16 => Tensor(Converted(values, value => (Float16)value), shape),
                TensorElementType.BFloat16 => Tensor(Converted(values, value => (BFloat16)value), shape),
                TensorElementType.Double => Tensor(Converted(values, value => (double)value), shape),
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

    public void Dispose()
    {
        _owned.ForEach(value => value.Dispose());
        _rented.ForEach(giveBack => giveBack());
        _rented.Clear();
    }

    private void Own(string name, OrtValue value)
    {
        _owned.Add(value);
        _names.Add(name);
        _values.Add(value);
    }

    private static OrtValue Tensor<T>(Memory<T> values, long[] shape)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape);

    private static Memory<TTo> Converted<TFrom, TTo>(Memory<TFrom> values, Func<TFrom, TTo> convert)
    {
        var converted = new TTo[values.Length];
        for (var i = 0; i < converted.Length; i++)
        {
            converted[i] = convert(values.Span[i]);
        }

        return converted;
    }
}
