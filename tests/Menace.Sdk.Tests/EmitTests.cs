using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

[Collection(PackedSdkTests.Name)]
public sealed class EmitTests(PackedSdk sdk)
{
    [Fact]
    public void The_property_adds_files_warns_at_the_schedule_and_counts_as_an_input()
    {
        using var project = new TaskProject(sdk, """
            [
              {
                "name": "Daily",
                "schedule": "@daily",
                "code": "say() {\n    echo daily\n}\n",
                "metadata": { "language": "shell", "purpose": "daily" }
              },
              {
                "name": "Friday",
                "schedule": "0 0 13 * FRI",
                "code": "say() {\n    echo friday\n}\n",
                "metadata": { "language": "shell", "purpose": "friday" }
              }
            ]
            """);

        var build = project.Build("-p:MenaceEmit=systemd%3BKubernetes").Succeeded();

        Assert.Equal(["tasks.json(10,22): MENACE1410", "tasks.json(10,17): MENACE3030"], build.Diagnostics);
        Assert.Equal("deploy/kubernetes/cronjob.yaml\ndeploy/systemd/Daily.service\ndeploy/systemd/Daily.timer", project.Git("Daily", "ls-files", "deploy"));
        Assert.Equal("deploy/kubernetes/job.yaml\ndeploy/systemd/Friday.service\ndeploy/systemd/Friday.timer", project.Git("Friday", "ls-files", "deploy"));
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));

        Assert.Equal(["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"], project.Build().Succeeded().Stages);
        Assert.Equal("", project.Git("Daily", "ls-files", "deploy"));
    }
}
