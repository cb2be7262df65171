"""Seeds the example shop's servers: images, the instances launched from them, their patches."""

from typing import Any

Data = dict[str, Any]

_OF_AMAZON = "ami-0a1b2c3d4e5f60718"


def seed(data: Data, groups: dict[str, str], subnets: dict[str, str], ec2: Any) -> list[Data]:
    """Create all of it, with security groups and subnets by name; what remains to be patched."""
    images = {name: ec2.register_image(Name=name)["ImageId"] for name in data["images"]}
    patches = [
        {"image": images[name], "encrypted": True, **image}
        for name, image in data["images"].items()
    ]
    for name, server in data["servers"].items():
        id_ = _launch(name, server, images, groups, subnets, ec2)
        patches.append({"instance": id_} | _of(server, "launched", "started"))
        if "patches" in server:
            patches.append({"machine": id_, **server["patches"]})
    patches += [{"machine": id_, **machine} for id_, machine in data["machines"].items()]
    return patches


def _launch(
    name: str,
    server: Data,
    images: dict[str, str],
    groups: dict[str, str],
    subnets: dict[str, str],
    ec2: Any,
) -> str:
    (instance,) = ec2.run_instances(
        ImageId=images[server["image"]] if "image" in server else _OF_AMAZON,
        InstanceType="t3.small",
        MinCount=1,
        MaxCount=1,
        NetworkInterfaces=[
            {
                "DeviceIndex": 0,
                "SubnetId": subnets[server.get("subnet", "shop-private-a")],
                "AssociatePublicIpAddress": server.get("public", False),
                "Groups": [groups[group] for group in server["groups"]],
            }
        ],
        BlockDeviceMappings=[
            {
                "DeviceName": "/dev/xvda",
                "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True},
            }
        ],
        TagSpecifications=_tagged("instance", {"Name": name, **server.get("tags", {})}),
        UserData=server.get("userData", ""),
    )["Instances"]
    id_: str = instance["InstanceId"]
    if server.get("stopped"):
        ec2.stop_instances(InstanceIds=[id_])
    return id_


def _of(data: Data, *keys: str) -> Data:
    return {key: data[key] for key in keys if key in data}


def _tagged(kind: str, tags: dict[str, str]) -> list[Data]:
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    return [{"ResourceType": kind, "Tags": pairs}]
