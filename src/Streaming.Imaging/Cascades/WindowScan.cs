using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streaming.Imaging.Cascades;

/// <summary>Judges the windows of one row of a band, eight at once as long as enough of them are left, with OpenCV's rounding: features in 32 bits, sums of a stage in 64.</summary>
internal sealed class WindowScan(Cascade cascade, BandLayout layout)
{
    // Below it one after the other is faster.
    private const int FewestTogether = 3;

    // A window of less contrast has nothing to see.
    private const double FlatNorm = 0.1;

    /// <summary>Finds the windows that pass every stage.</summary>
    /// <param name="row">The row in the band.</param>
    /// <param name="count">How many windows it has.</param>
    /// <param name="found">Takes the numbers of those that pass.</param>
    public void Row(int row, int count, List<int> found)
    {
        var skipsNext = false;
        for (var first = 0; first < count; first += Vector256<int>.Count)
        {
            Eight((row * layout.Stride) + first, Math.Min(Vector256<int>.Count, count - first), first, ref skipsNext, found);
        }
    }

    private void Eight(int place, int count, int first, ref bool skipsNext, List<int> found)
    {
        var norms = Norms(place, out var visible);
        visible &= (1u << count) - 1;
        var left = 0u;
        if (visible != 0 || skipsNext)
        {
            var passed = cascade.IsOfStumps ? Stage(0, place, norms) : StageOneByOne(0, place, norms, visible);
            left = WithoutSkipped(visible, passed, count, ref skipsNext);
        }

        var stage = 1;
        for (; stage < cascade.Stages.Count && cascade.IsOfStumps && uint.PopCount(left) >= FewestTogether; stage++)
        {
            left &= Stage(stage, place, norms);
        }

        for (; left != 0; left &= left - 1)
        {
            var lane = (int)uint.TrailingZeroCount(left);
            if (PassesFrom(stage, place + lane, norms[lane]))
            {
                found.Add(first + lane);
            }
        }
    }

    // Behind a window that does not pass even the first stage, the next one is not looked at.
    private static uint WithoutSkipped(uint visible, uint passed, int count, ref bool skipsNext)
    {
        var left = 0u;
        for (var lane = 0; lane < count; lane++)
        {
            var bit = 1u << lane;
            if (skipsNext)
            {
                skipsNext = false;
            }
            else if ((visible & bit) != 0)
            {
                left |= passed & bit;
                skipsNext = (passed & bit) == 0;
            }
        }

        return left;
    }

    // 1 / (pixels × standard deviation) for each of eight windows, and which of them are not flat.
    private Vector256<float> Norms(int place, out uint visible)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(layout.Sums);
        var sum = Sums(ref sums, layout.Norm, place);
        var squares = Sums(ref sums, layout.Norm, place + layout.Plane);
        var (low, high) = (Norms(sum.GetLower(), squares.GetLower()), Norms(sum.GetUpper(), squares.GetUpper()));
        var norms = Vector256.Narrow(low, high);
        var limit = Vector256.Create(FlatNorm);
        var area = Vector256.Create((double)layout.NormArea);
        var (normLow, normHigh) = Vector256.Widen(norms);
        visible = Vector256.LessThan(area * normLow, limit).ExtractMostSignificantBits() | (Vector256.LessThan(area * normHigh, limit).ExtractMostSignificantBits() << 4);
        return norms;
    }

    private Vector256<double> Norms(Vector128<int> sum, Vector128<int> squares)
    {
        var (sums, all) = (ToDouble(sum), ToDouble(squares));
        var variance = (Vector256.Create((double)layout.NormArea) * all) - (sums * sums);

        // Of no variance at all comes a number that is no contrast to see.
        return Vector256.ConditionalSelect(Vector256.GreaterThan(variance, Vector256<double>.Zero), Vector256<double>.One / Vector256.Sqrt(variance), Vector256<double>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToDouble(Vector128<int> numbers) =>
        System.Runtime.Intrinsics.X86.Avx.IsSupported ? System.Runtime.Intrinsics.X86.Avx.ConvertToVector256Double(numbers) : Vector256.Create((double)numbers[0], numbers[1], numbers[2], numbers[3]);

    // Which of eight windows pass a stage of stumps.
    private uint Stage(int number, int place, Vector256<float> norms)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(layout.Sums);
        var features = layout.Features;
        var stage = cascade.Stages[number];
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var tree in stage.Trees)
        {
            ref readonly var node = ref tree.Nodes[0];
            var value = Feature(ref sums, in features[node.Feature], place) * norms;
            var leaf = Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256.Create(node.Threshold)), Vector256.Create(tree.Leaves[0]), Vector256.Create(tree.Leaves[1]));
            var (leafLow, leafHigh) = Vector256.Widen(leaf);
            (low, high) = (low + leafLow, high + leafHigh);
        }

        var threshold = Vector256.Create((double)stage.Threshold);
        return Vector256.GreaterThanOrEqual(low, threshold).ExtractMostSignificantBits() | (Vector256.GreaterThanOrEqual(high, threshold).ExtractMostSignificantBits() << 4);
    }

    private uint StageOneByOne(int number, int place, Vector256<float> norms, uint lanes)
    {
        var passed = 0u;
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var lane = (int)uint.TrailingZeroCount(lanes);
            passed |= Passes(cascade.Stages[number], place + lane, norms[lane]) ? 1u << lane : 0;
        }

        return passed;
    }

    private bool PassesFrom(int stage, int place, float norm)
    {
        for (; stage < cascade.Stages.Count; stage++)
        {
            if (!Passes(cascade.Stages[stage], place, norm))
            {
                return false;
            }
        }

        return true;
    }

    private bool Passes(CascadeStage stage, int place, float norm)
    {
        var sum = 0.0;
        foreach (var tree in stage.Trees)
        {
            var at = 0;
            do
            {
                ref readonly var node = ref tree.Nodes[at];
                at = Feature(in layout.Features[node.Feature], place) * norm < node.Threshold ? node.Left : node.Right;
            }
            while (at > 0);
            sum += tree.Leaves[-at];
        }

        return sum >= stage.Threshold;
    }

    private float Feature(in PlacedFeature feature, int place)
    {
        var value = (feature.FirstWeight * Sum(feature.First, place)) + (feature.SecondWeight * Sum(feature.Second, place));
        return feature.ThirdWeight == 0 ? value : value + (feature.ThirdWeight * Sum(feature.Third, place));
    }

    private float Sum(Corners at, int place)
    {
        var sums = layout.Sums;
        return sums[place + at.A] - sums[place + at.B] - sums[place + at.C] + sums[place + at.D];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Feature(ref int sums, in PlacedFeature feature, int place)
    {
        var value = (Vector256.Create(feature.FirstWeight) * Vector256.ConvertToSingle(Sums(ref sums, feature.First, place)))
            + (Vector256.Create(feature.SecondWeight) * Vector256.ConvertToSingle(Sums(ref sums, feature.Second, place)));
        return feature.ThirdWeight == 0 ? value : value + (Vector256.Create(feature.ThirdWeight) * Vector256.ConvertToSingle(Sums(ref sums, feature.Third, place)));
    }

    // Places come from a layout that was made for these sums, with spare room behind the last one: they are not checked again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sums(ref int sums, Corners at, int place) =>
        Vector256.LoadUnsafe(ref sums, (nuint)(place + at.A)) - Vector256.LoadUnsafe(ref sums, (nuint)(place + at.B))
        - Vector256.LoadUnsafe(ref sums, (nuint)(place + at.C)) + Vector256.LoadUnsafe(ref sums, (nuint)(place + at.D));
}
