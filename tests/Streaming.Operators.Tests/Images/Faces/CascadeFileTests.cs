using System.Text;
using Streaming.Imaging.Cascades;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Images.Faces;

/// <summary>Cascade files that are broken or made to break a reader end in a problem of the topology, before anything starts.</summary>
public sealed class CascadeFileTests
{
    private static readonly string _good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", "Faces", "slanted.xml"));

    [Fact]
    public void The_file_that_is_broken_below_is_good() => Assert.Equal(2, Read(_good).Stages.Count);

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        // The last line break may go.
        for (var length = 0; length < _good.TrimEnd().Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Read(_good[..length]));
        }
    }

    [Theory]
    [InlineData("<height>16<", "<height>16000<")]
    [InlineData("<height>16<", "<height>NaN<")]
    [InlineData("<height>16<", "<height>1e300<")]
    [InlineData("HAAR", "LBP")]
    [InlineData("BOOST", "FOREST")]
    [InlineData("1 0 0 -0.02", "1 0 0 NaN")]
    [InlineData("1 0 0 -0.02", "1 0 0 1e39")]
    [InlineData("1 0 0 -0.02", "1 0 4 -0.02")]
    [InlineData("1 0 0 -0.02", "1 0 -1 -0.02")]
    [InlineData("1 0 0 -0.02", "7 0 0 -0.02")]
    [InlineData("1 0 0 -0.02", "1 -9 0 -0.02")]
    [InlineData("-1 -2 1 0.01", "-1 1 1 0.01")]
    [InlineData("-1 -2 1 0.01", "-1 -2 1")]
    [InlineData("0.9 0.1 0.7", "0.9 0.1")]
    [InlineData("2 2 8 12 -1.", "2 2 8 15 -1.")]
    [InlineData("2 2 8 12 -1.", "-1 2 8 12 -1.")]
    [InlineData("2 2 8 12 -1.", "2 2 2147483647 12 -1.")]
    [InlineData("2 2 8 12 -1.", "2.5 2 8 12 -1.")]
    [InlineData("6 1 4 6 -1.", "4 1 4 6 -1.")]
    [InlineData("<stageThreshold>1.0<", "<stageThreshold><")]
    public void A_number_that_cannot_be_is_refused(string text, string broken)
    {
        Assert.Contains(text, _good, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Read(_good.Replace(text, broken, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nesting_entities_and_endless_files_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read(string.Concat(Enumerable.Repeat("<_>", 1_000_000))));
        Assert.Throws<InvalidDataException>(() => Read("<!DOCTYPE a [<!ENTITY b \"bb\">]><opencv_storage>&b;</opencv_storage>"));
        Assert.Throws<InvalidDataException>(() => Read("<opencv_storage>" + new string(' ', 33 << 20)));
    }

    [Fact]
    public void A_topology_hears_of_it_with_the_option()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, _good[..200]);
        foreach (var (cascade, said) in new[] { (file, "cut short"), (Path.Combine(Path.GetTempPath(), "no-such-cascade.xml"), "cannot be used"), (Path.GetTempPath(), "cannot be used") })
        {
            var (options, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "image_face_count_filter")!, $"{{ cv_classifier: '{cascade}' }}", Path.GetTempPath());
            Assert.Null(options);
            Assert.Contains(said, Assert.Single(problems).Message, StringComparison.Ordinal);
        }

        File.Delete(file);
    }

    [Theory]
    [InlineData("{ minSize: 30 }", "a width and a height")]
    [InlineData("{ scaleFactor: 1 }", "scaleFactor")]
    [InlineData("{ min_neighbors: 3 }", "did you mean 'minNeighbors'")]
    public void Options_have_OpenCVs_names_and_limits(string yaml, string said)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "image_face_count_filter")!, yaml, Path.GetTempPath());
        Assert.Contains(said, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    private static Cascade Read(string xml) => CascadeReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
}
