using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Streaming.Models.Sessions;

/// <summary>What one call of a graph gave.</summary>
internal sealed class GraphResult(IReadOnlyList<string> names, IReadOnlyList<OrtValue> values) : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Takes a value out: the caller owns it now.</summary>
    public OrtValue Take(string name)
    {
        _values.Remove(name, out var value);
        return value!;
    }

    /// <summary>An output as single-precision numbers; valid until the result is disposed of.</summary>
    public FloatTensor Floats(string name) => Floats(_values[name]);

    public static FloatTensor Floats(OrtValue value)
    {
        var about = value.GetTensorTypeAndShape();
        var shape = Array.ConvertAll(about.Shape, size => checked((int)size));
        if (about.ElementCount == 0)
        {
            return new FloatTensor(shape, Array.Empty<float>());
        }

        ReadOnlyMemory<float> values = about.ElementDataType switch
        {
            TensorElementType.Float => new TensorMemory(value).Memory,
            TensorElementType.Float16 => Converted<Float16>(value, number => (float)number),
            TensorElementType.BFloat16 => Converted<BFloat16>(value, number => (float)number),
            TensorElementType.Double => Converted<double>(value, number => (float)number),
            TensorElementType.Int64 => Converted<long>(value, number => number),
            _ => throw new InvalidOperationException($"An output of type {about.ElementDataType} holds no numbers."),
        };
        return new FloatTensor(shape, values);
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }

    private static float[] Converted<T>(OrtValue value, Converter<T, float> convert)
        where T : unmanaged => Array.ConvertAll(value.GetTensorDataAsSpan<T>().ToArray(), convert);
}
