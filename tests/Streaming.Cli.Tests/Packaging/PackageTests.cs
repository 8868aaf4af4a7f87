using System.Diagnostics;
using System.IO.Compression;

namespace Streaming.Cli.Tests.Packaging;

/// <summary>What a C# team gets of a library.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task A_librarys_package_has_its_documentation_the_readme_and_the_licence()
    {
        using var folder = new TempFolder();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string[] arguments = ["pack", Repository.File("src", "Streaming"), "--no-build", "--no-restore", "-c", configuration, "-o", folder.Path, "-v", "q"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);

        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Path, "Streaming.*.nupkg")));
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", names);
        Assert.Contains("lib/net10.0/Streaming.dll", names);
        Assert.Contains("lib/net10.0/Streaming.xml", names);
        using var specification = new StreamReader(package.GetEntry("Streaming.nuspec")!.Open());
        var text = await specification.ReadToEndAsync();
        Assert.Contains("<readme>README.md</readme>", text, StringComparison.Ordinal);
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Package Description", text, StringComparison.Ordinal);
    }
}
