using System.Numerics;

namespace Streaming.Recordings.Sounds.Spectra;

/// <summary>The fast Fourier transform of a length that is a power of two (Cooley and Tukey 1965), in place.</summary>
internal sealed class Fourier
{
    private readonly int[] _places;
    private readonly Complex[] _turns;

    public Fourier(int length)
    {
        Length = length;
        var bits = BitOperations.Log2((uint)length);
        _places = [.. Enumerable.Range(0, length).Select(i => Mirrored(i, bits))];
        _turns = [.. Enumerable.Range(0, length / 2).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / length))];
    }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>Transforms the values.</summary>
    public void Transform(Span<Complex> values)
    {
        for (var i = 0; i < Length; i++)
        {
            if (i < _places[i])
            {
                (values[i], values[_places[i]]) = (values[_places[i]], values[i]);
            }
        }

        for (var half = 1; half < Length; half *= 2)
        {
            var step = Length / (2 * half);
            for (var start = 0; start < Length; start += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var turned = values[start + half + i] * _turns[i * step];
                    var kept = values[start + i];
                    values[start + i] = kept + turned;
                    values[start + half + i] = kept - turned;
                }
            }
        }
    }

    private static int Mirrored(int number, int bits)
    {
        var mirrored = 0;
        for (var i = 0; i < bits; i++)
        {
            mirrored |= ((number >> i) & 1) << (bits - 1 - i);
        }

        return mirrored;
    }
}
