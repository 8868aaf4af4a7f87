using Streaming.Operators.Images;

namespace Streaming.Operators.Tests.Images;

/// <summary>Grids of sub-plots are told from other pictures.</summary>
public sealed class ImageSubplotFilterTests
{
    [Theory]
    [InlineData(AnyOrAll.Any, "plain none")]
    [InlineData(AnyOrAll.All, "mixed plain none")]
    public async Task One_grid_rejects_a_sample_or_all_pictures_must_be_grids(AnyOrAll wanted, string kept)
    {
        var grid = Pictures.Png(Pictures.Gray(240, 240, (x, y) => x % 60 < 3 || y % 60 < 3 ? 0 : 255));
        var plain = Pictures.Png(Pictures.Gray(240, 240, (x, _) => x));
        await using var driver = await OperatorDriver.OpenAsync(new ImageSubplotFilter(new() { AnyOrAll = wanted }));
        await driver.ApplyAsync([Pictures.With("grid", grid), Pictures.With("mixed", grid, plain), Pictures.With("plain", plain), Pictures.With("none")]);
        Assert.Equal(kept.Split(' '), driver.Out.Select(s => s.Id));
        Assert.Contains("sub-plots", driver.Rejected[0].Why.Reason, StringComparison.Ordinal);
    }
}
