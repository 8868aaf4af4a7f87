using System.Numerics.Tensors;

namespace Streaming.Benchmarks.Loop;

/// <summary>Parameters with their slopes and moments.</summary>
internal sealed class AdamArray(int length)
{
    private const float First = 0.9f;
    private const float Second = 0.99f;

    private readonly float[] _first = new float[length];
    private readonly float[] _second = new float[length];
    private readonly float[] _step = new float[length];

    /// <summary>The parameters.</summary>
    public float[] Values { get; } = new float[length];

    /// <summary>The slopes of the batch so far.</summary>
    public float[] Slopes { get; } = new float[length];

    /// <summary>Draws the parameters.</summary>
    public void Fill(Random random, float deviation)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            Values[i] = deviation * ((random.NextSingle() * 2) - 1);
        }
    }

    /// <summary>Steps down the slopes, times <paramref name="scale"/>, and forgets them.</summary>
    public void Step(float rate, float scale, int steps)
    {
        TensorPrimitives.Multiply(Slopes, scale, Slopes);
        TensorPrimitives.Multiply(_first, First, _first);
        TensorPrimitives.MultiplyAdd(Slopes, 1 - First, _first, _first);
        TensorPrimitives.Multiply(Slopes, Slopes, _step);
        TensorPrimitives.Multiply(_second, Second, _second);
        TensorPrimitives.MultiplyAdd(_step, 1 - Second, _second, _second);
        var corrected = rate * MathF.Sqrt(1 - MathF.Pow(Second, steps)) / (1 - MathF.Pow(First, steps));
        TensorPrimitives.Sqrt<float>(_second, _step);
        TensorPrimitives.Add(_step, 1e-8f, _step);
        TensorPrimitives.Divide(_first, _step, _step);
        TensorPrimitives.MultiplyAdd(_step, -corrected, Values, Values);
        Array.Clear(Slopes);
    }
}
