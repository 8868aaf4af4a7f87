using Streaming.Operators.Selection;
using Streaming.Operators.Selection.Clusters;
using Streaming.Operators.Vectors;

namespace Streaming.Operators.Tests.Selection;

public class ClusterSelectorTests
{
    private static readonly RowSchema _schema = RowSchema.Text.With(new("embedding", new ListType(new ScalarType(ScalarKind.Float32))));

    // Groups of different sizes around the axes of a space.
    private static List<Sample> Groups(params int[] sizes)
    {
        var random = new Random(11);
        var samples = new List<Sample>();
        for (var group = 0; group < sizes.Length; group++)
        {
            for (var i = 0; i < sizes[group]; i++)
            {
                var vector = new float[8];
                vector[group] = 1;
                for (var d = 0; d < vector.Length; d++)
                {
                    vector[d] += (float)((random.NextDouble() - 0.5) * 0.1);
                }

                samples.Add(Of($"{group}", vector, samples.Count));
            }
        }

        return samples;
    }

    private static Sample Of(string text, float[]? vector, int position)
    {
        var sample = Some.Sample(text, position: position);
        sample.Meta["embedding"] = vector;
        return sample;
    }

    private static async Task<OperatorDriver> RunAsync(Operator @operator, IEnumerable<Sample> samples)
    {
        var driver = await OperatorDriver.OpenAsync(@operator, _schema);
        await driver.ApplyAsync(samples);
        await driver.FinishAsync();
        return driver;
    }

    [Fact]
    public async Task Every_cluster_gets_the_same_quota_and_small_ones_give_all()
    {
        await using var driver = await RunAsync(new DiversitySelector(new() { Clusters = 4, SelectNum = 100 }), Groups(500, 200, 100, 20));
        Assert.Equal([27, 27, 26, 20], driver.Texts.GroupBy(t => t).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Count()));
        Assert.Equal(driver.Out.Select(s => s.Lineage.Position).Order(), driver.Out.Select(s => s.Lineage.Position));
    }

    [Fact]
    public async Task Within_a_cluster_the_farthest_are_kept_and_doubles_are_not()
    {
        var samples = Enumerable.Range(0, 30).Select(i => Of("double", [1, 0.01f, 0], i)).ToList();
        samples.Add(Of("left", [1, 0.6f, 0], 30));
        samples.Add(Of("right", [1, -0.6f, 0], 31));
        samples.Add(Of("without", null, 32));
        await using var driver = await RunAsync(new DiversitySelector(new() { Clusters = 1, SelectNum = 3 }), samples);
        Assert.Equal(["double", "left", "right"], driver.Texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_kernel_set_has_the_nearest_to_each_centre_in_proportion()
    {
        await using var driver = await RunAsync(new KernelSetSelector(new() { Clusters = 2, SelectRatio = 0.1 }), Groups(300, 100));
        Assert.Equal((30, 10), (driver.Texts.Count(t => t == "0"), driver.Texts.Count(t => t == "1")));
        float Off(Sample sample, int axis) => 1 - UnitVector.Of(sample.Meta["embedding"])![axis];
        Assert.True(driver.Out.Where(s => s.Text == "0").Average(s => Off(s, 0)) < driver.Rejected.Where(r => r.Sample.Text == "0").Average(r => Off(r.Sample, 0)));
    }

    [Fact]
    public async Task Near_doubles_stand_for_each_other()
    {
        var samples = Enumerable.Range(0, 40).Select(i => Of($"{i % 4}", [1, (i % 4) * 0.5f, 0], i));
        await using var driver = await RunAsync(new KernelSetSelector(new() { Clusters = 1, SelectNum = 20, DuplicateThreshold = 0.999 }), samples);
        Assert.Equal(["0", "1", "2", "3"], driver.Texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_that_is_no_vector_is_refused() =>
        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new KernelSetSelector(new() { SelectNum = 1 })));

    [Fact]
    public void Quotas_sum_up()
    {
        Assert.Equal([2, 49, 49], Quotas.Even([2, 60, 1_000], 100));
        Assert.Equal([1, 3, 6], Quotas.Proportional([10, 30, 60], 10));
        Assert.Equal([1, 0, 0], Quotas.Proportional([1, 1, 1], 1));
        Assert.Equal([3, 4], Quotas.Even([3, 4], 100));
    }
}
